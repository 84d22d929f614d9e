package dev.profileguard.sandbox.everything;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.FunctionVariables;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Prints how long ProfileGuard takes to put a swapped role back, and TagEnforcer to set a tag that
/// was removed, in a new process and in one that has done it before. ProfileGuard asks EC2 before it
/// adds a role; TagEnforcer never asks EC2. Each process is a JVM of its own, which talks to the
/// sandbox over HTTP. Names of other built checkouts, such as one of an earlier version, are
/// measured in the same run, turn by turn:
///
///     java -cp ... dev.profileguard.sandbox.everything.RepairBenchmark [OTHER_CHECKOUT ...]
final class RepairBenchmark {
    private static final int PROCESSES = 15;
    private static final int WARM = 40;
    private static final Tag TEAM = Tag.builder().key("Team").value("none").build();
    private static int events;

    private RepairBenchmark() {}

    /// What somebody does, and a function undoes.
    private enum Repair {
        ROLE("ProfileGuard", "revert") {
            @Override
            void needed(IamClient admin) {
                admin.removeRoleFromInstanceProfile(
                        r -> r.instanceProfileName("prod-web").roleName("web"));
                admin.addRoleToInstanceProfile(
                        r -> r.instanceProfileName("prod-web").roleName("intruder"));
            }

            @Override
            String event() {
                return eventOf("AddRoleToInstanceProfile", "\"roleName\": \"intruder\"");
            }
        },
        TAG("TagEnforcer", "tagged") {
            @Override
            void needed(IamClient admin) {
                admin.untagInstanceProfile(r -> r.instanceProfileName("prod-web").tagKeys("Team"));
            }

            @Override
            String event() {
                return eventOf("UntagInstanceProfile", "\"tagKeys\": [\"Team\"]");
            }
        };

        private final String function;
        private final String decision;

        Repair(String function, String decision) {
            this.function = function;
            this.decision = decision;
        }

        abstract void needed(IamClient admin);

        abstract String event();

        private String handler(Path checkout) throws IOException {
            Matcher handler =
                    Pattern.compile(
                                    "Handler: (dev\\.profileguard\\.\\S*%sHandler)"
                                            .formatted(function))
                            .matcher(Files.readString(checkout.resolve("template.yaml")));
            if (!handler.find()) {
                throw new IllegalArgumentException(checkout + "/template.yaml names no handler");
            }
            return handler.group(1);
        }
    }

    public static void main(String[] checkouts) throws Exception {
        List<Path> all =
                Stream.concat(Stream.of(".."), Stream.of(checkouts)).map(Path::of).toList();
        int status = 1;
        try {
            for (Repair repair : Repair.values()) {
                print(repair, all);
            }
            status = 0;
        } catch (IOException | RuntimeException e) {
            System.err.println("The benchmark failed: " + e);
        }
        System.exit(status); // a thread of DynamoDB Local sleeps on after its shutdown
    }

    private static void print(Repair repair, List<Path> checkouts) throws Exception {
        Map<Path, List<double[]>> figures = new LinkedHashMap<>();
        for (int process = 0; process < PROCESSES; process++) {
            for (Path checkout : checkouts) {
                figures.computeIfAbsent(checkout, it -> new ArrayList<>())
                        .add(measure(repair, checkout));
            }
        }
        System.out.printf(
                "%-40s %10s %10s %12s %12s%n",
                "%s, medians of %d processes".formatted(repair.function, PROCESSES),
                "cold ms",
                "of it CPU",
                "warm ms",
                "of it CPU");
        double[] first = medians(figures.get(checkouts.getFirst()));
        figures.forEach((checkout, each) -> print(checkout, medians(each), first));
    }

    private static void print(Path checkout, double[] figures, double[] first) {
        System.out.printf(
                "%-40s %10.0f %10.0f %12.2f %12.2f   cold x%.2f, warm x%.2f of the first%n",
                checkout.toAbsolutePath().normalize(),
                figures[0],
                figures[1],
                figures[2],
                figures[3],
                figures[0] / first[0],
                figures[2] / first[2]);
    }

    private static double[] measure(Repair repair, Path checkout)
            throws IOException, InterruptedException {
        Map<String, String> off =
                Map.of("GuardMode", "off", "ProvisionMode", "off", "TagMode", "off");
        try (Sandbox sandbox =
                        Sandbox.start(Path.of("../template.yaml"), off, Sandbox.Mode.REAL_CLOCK);
                SandboxServer server = SandboxServer.start(sandbox, "127.0.0.1", 0)) {
            IamClient admin = sandbox.iamAs("admin");
            AccountUnderTest.createRole(admin, "web");
            AccountUnderTest.createRole(admin, "intruder");
            admin.createInstanceProfile(r -> r.instanceProfileName("prod-web"));
            admin.tagInstanceProfile(r -> r.instanceProfileName("prod-web").tags(TEAM));
            AccountUnderTest.add(admin, "prod-web", "web");
            sandbox.lambda().invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"prod-web\"}}");
            return run(repair, checkout, server.url(), sandbox);
        }
    }

    private static double[] run(Repair repair, Path checkout, String endpoint, Sandbox sandbox)
            throws IOException, InterruptedException {
        ProcessBuilder function =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(checkout),
                        Function.class.getName(),
                        repair.name(),
                        repair.handler(checkout));
        function.environment().putAll(FunctionVariables.at(endpoint, sandbox));
        function.environment()
                .putAll(Map.of("BREAKER_REVERTS", "100", "BREAKER_WINDOW_MINUTES", "1"));
        Process process =
                function.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output.lines()
                .filter(line -> line.startsWith("figures "))
                .map(line -> line.substring("figures ".length()).split(" ", -1))
                .map(words -> Stream.of(words).mapToDouble(Double::parseDouble).toArray())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The function failed: " + output));
    }

    /// The functions' classes of that checkout, and the libraries of this one.
    private static String classPath(Path checkout) {
        Path classes = checkout.resolve("functions/target/classes");
        String rest =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.contains("functions" + File.separator + "target"))
                        .collect(Collectors.joining(File.pathSeparator));
        return classes + File.pathSeparator + rest;
    }

    private static double[] medians(List<double[]> each) {
        double[] medians = new double[each.getFirst().length];
        for (int i = 0; i < medians.length; i++) {
            int column = i;
            medians[i] = median(each.stream().map(figures -> figures[column]).toList());
        }
        return medians;
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    /// One process of the function: the first repair, and more after it.
    static final class Function {
        private Function() {}

        public static void main(String[] arguments) throws Exception {
            Repair repair = Repair.valueOf(arguments[0]);
            IamClient admin =
                    IamClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
            repair.needed(admin);
            double cpuBefore = cpu();
            long began = System.nanoTime();
            RequestStreamHandler handler =
                    Class.forName(arguments[1])
                            .asSubclass(RequestStreamHandler.class)
                            .getConstructor()
                            .newInstance();
            handle(handler, repair);
            double cold = (System.nanoTime() - began) / 1e6;
            double coldCpu = cpu() - cpuBefore;
            List<Double> warm = new ArrayList<>();
            List<Double> warmCpu = new ArrayList<>();
            for (int i = 0; i < WARM; i++) {
                repair.needed(admin);
                double cpu = cpu();
                long start = System.nanoTime();
                handle(handler, repair);
                warm.add((System.nanoTime() - start) / 1e6);
                warmCpu.add(cpu() - cpu);
            }
            System.out.printf(
                    "figures %f %f %f %f%n", cold, coldCpu, median(warm), median(warmCpu));
        }

        /// Of all threads, in milliseconds.
        private static double cpu() {
            return ((com.sun.management.OperatingSystemMXBean)
                                    ManagementFactory.getOperatingSystemMXBean())
                            .getProcessCpuTime()
                    / 1e6;
        }

        private static void handle(RequestStreamHandler handler, Repair repair) throws IOException {
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            handler.handleRequest(
                    new ByteArrayInputStream(repair.event().getBytes(UTF_8)), result, context());
            if (!result.toString(UTF_8)
                    .contains("\"decision\":\"%s\"".formatted(repair.decision))) {
                throw new IllegalStateException(result.toString(UTF_8));
            }
        }
    }

    private static String eventOf(String operation, String parameter) {
        return """
        {"detail-type": "AWS API Call via CloudTrail", "source": "aws.iam",
         "account": "123456789012", "detail": {
          "eventSource": "iam.amazonaws.com", "eventName": "%s",
          "eventID": "event-%d", "eventTime": "%s", "recipientAccountId": "123456789012",
          "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/mallory"},
          "requestParameters": {"instanceProfileName": "prod-web", %s}}}
        """
                .formatted(
                        operation,
                        events++,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        parameter);
    }

    /// The context of an invocation that has just begun.
    private static Context context() {
        return (Context)
                Proxy.newProxyInstance(
                        RepairBenchmark.class.getClassLoader(),
                        new Class<?>[] {Context.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getAwsRequestId" -> "benchmark";
                                    case "getFunctionName" -> "ProfileGuard";
                                    case "getInvokedFunctionArn" ->
                                            "arn:aws:lambda:us-east-1:123456789012:function:ProfileGuard";
                                    case "getRemainingTimeInMillis" -> 60_000;
                                    case "getMemoryLimitInMB" -> 512;
                                    default -> null;
                                });
    }
}
