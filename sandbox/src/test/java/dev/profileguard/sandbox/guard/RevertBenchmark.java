package dev.profileguard.sandbox.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
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

/// Prints how long ProfileGuard takes to put a swapped role back, in a new process and in one that
/// has done it before. Each process is a JVM of its own, which talks
/// to the sandbox over HTTP. Names of other built checkouts, such as one of an earlier version, are
/// measured in the same run, turn by turn:
///
///     java -cp ... dev.profileguard.sandbox.guard.RevertBenchmark [OTHER_CHECKOUT ...]
final class RevertBenchmark {
    private static final int PROCESSES = 15;
    private static final int WARM = 40;
    private static final Pattern HANDLER =
            Pattern.compile("Handler: (dev\\.profileguard\\.\\S*ProfileGuardHandler)");

    private RevertBenchmark() {}

    public static void main(String[] checkouts) throws Exception {
        List<Path> all =
                Stream.concat(Stream.of(".."), Stream.of(checkouts)).map(Path::of).toList();
        Map<Path, List<double[]>> figures = new LinkedHashMap<>();
        for (int process = 0; process < PROCESSES; process++) {
            for (Path checkout : all) {
                figures.computeIfAbsent(checkout, it -> new ArrayList<>()).add(measure(checkout));
            }
        }
        System.out.printf(
                "%-40s %10s %10s %12s %12s%n",
                "medians of " + PROCESSES + " processes",
                "cold ms",
                "of it CPU",
                "warm ms",
                "of it CPU");
        double[] first = medians(figures.get(all.getFirst()));
        figures.forEach((checkout, each) -> print(checkout, medians(each), first));
        System.exit(0); // a thread of DynamoDB Local sleeps on after its shutdown
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

    private static double[] measure(Path checkout) throws IOException, InterruptedException {
        Map<String, String> off =
                Map.of("GuardMode", "off", "ProvisionMode", "off", "TagMode", "off");
        try (Sandbox sandbox =
                        Sandbox.start(Path.of("../template.yaml"), off, Sandbox.Mode.REAL_CLOCK);
                SandboxServer server = SandboxServer.start(sandbox, "127.0.0.1", 0)) {
            IamClient admin = sandbox.iamAs("admin");
            GuardedAccount.createRole(admin, "web");
            GuardedAccount.createRole(admin, "intruder");
            admin.createInstanceProfile(r -> r.instanceProfileName("prod-web"));
            GuardedAccount.add(admin, "prod-web", "web");
            sandbox.lambda().invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"prod-web\"}}");
            String table = sandbox.template().tables().getFirst().name();
            return run(checkout, server.url(), table);
        }
    }

    private static double[] run(Path checkout, String endpoint, String table)
            throws IOException, InterruptedException {
        Matcher handler = HANDLER.matcher(Files.readString(checkout.resolve("template.yaml")));
        if (!handler.find()) {
            throw new IllegalArgumentException(checkout + "/template.yaml names no handler");
        }
        ProcessBuilder function =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(checkout),
                        Function.class.getName(),
                        handler.group(1));
        function.environment()
                .putAll(
                        Map.of(
                                "AWS_ENDPOINT_URL", endpoint,
                                "AWS_REGION", "us-east-1",
                                "AWS_ACCESS_KEY_ID", "function",
                                "AWS_SECRET_ACCESS_KEY", "any",
                                "GUARD_MODE", "enforce",
                                "TRUSTED_PRINCIPALS", "nobody",
                                "BREAKER_REVERTS", "100",
                                "BREAKER_WINDOW_MINUTES", "1",
                                "BASELINE_TABLE", table));
        function.environment()
                .putAll(
                        Map.of(
                                "POWERTOOLS_METRICS_NAMESPACE", "ProfileGuard",
                                "POWERTOOLS_SERVICE_NAME", "profile-guard",
                                "AWS_EMF_ENVIRONMENT", "Local"));
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
        private static int events;

        private Function() {}

        public static void main(String[] handlers) throws Exception {
            IamClient admin =
                    IamClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
            swap(admin);
            double cpuBefore = cpu();
            long began = System.nanoTime();
            RequestStreamHandler handler =
                    Class.forName(handlers[0])
                            .asSubclass(RequestStreamHandler.class)
                            .getConstructor()
                            .newInstance();
            repair(handler);
            double cold = (System.nanoTime() - began) / 1e6;
            double coldCpu = cpu() - cpuBefore;
            List<Double> warm = new ArrayList<>();
            List<Double> warmCpu = new ArrayList<>();
            for (int i = 0; i < WARM; i++) {
                swap(admin);
                double cpu = cpu();
                long start = System.nanoTime();
                repair(handler);
                warm.add((System.nanoTime() - start) / 1e6);
                warmCpu.add(cpu() - cpu);
            }
            System.out.printf(
                    "figures %f %f %f %f%n", cold, coldCpu, median(warm), median(warmCpu));
        }

        private static void swap(IamClient admin) {
            admin.removeRoleFromInstanceProfile(
                    r -> r.instanceProfileName("prod-web").roleName("web"));
            admin.addRoleToInstanceProfile(
                    r -> r.instanceProfileName("prod-web").roleName("intruder"));
        }

        /// Of all threads, in milliseconds.
        private static double cpu() {
            return ((com.sun.management.OperatingSystemMXBean)
                                    ManagementFactory.getOperatingSystemMXBean())
                            .getProcessCpuTime()
                    / 1e6;
        }

        private static void repair(RequestStreamHandler handler) throws IOException {
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            handler.handleRequest(
                    new ByteArrayInputStream(event().getBytes(UTF_8)), result, context());
            if (!result.toString(UTF_8).contains("\"decision\":\"revert\"")) {
                throw new IllegalStateException(result.toString(UTF_8));
            }
        }

        private static String event() {
            return """
            {"detail-type": "AWS API Call via CloudTrail", "source": "aws.iam",
             "account": "123456789012", "detail": {
              "eventSource": "iam.amazonaws.com", "eventName": "AddRoleToInstanceProfile",
              "eventID": "event-%d", "eventTime": "%s", "recipientAccountId": "123456789012",
              "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/mallory"},
              "requestParameters": {"instanceProfileName": "prod-web", "roleName": "intruder"}}}
            """
                    .formatted(events++, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        }
    }

    /// The context of an invocation that has just begun.
    private static Context context() {
        return (Context)
                Proxy.newProxyInstance(
                        RevertBenchmark.class.getClassLoader(),
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
