package dev.profileguard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;

/// Prints what the first events of new processes cost, and those of a process that has handled a
/// thousand. Each process is a JVM with the flags of the template, which talks to a sandbox in
/// another process over HTTP. See docs/performance.md.
final class Processes {
    static final String TRUST =
            "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\":"
                    + " {\"Service\": \"ec2.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}]}";

    /// Those of `template.yaml`, and what Lambda chooses for 512 MB.
    static final List<String> FLAGS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx410m");

    private static final int[] ROUNDS = {0, 1, 10, 50, 100, 250, 500};
    private static final int[] FEW_ROUNDS = {0, 50};

    private final String classPath;
    private final Map<String, String> environment;

    private Processes(String classPath, Map<String, String> environment) {
        this.classPath = classPath;
        this.environment = environment;
    }

    /// Measures.
    ///
    /// @param arguments the checkout; the class path of the functions; how many processes of each
    ///   kind; how many events of a process for the steady state; a Python that has boto3, or
    ///   nothing
    public static void main(String[] arguments) throws Exception {
        int processes = Integer.parseInt(arguments[2]);
        int events = Integer.parseInt(arguments[3]);
        int status = 1;
        Map<String, String> off =
                Map.of("GuardMode", "off", "ProvisionMode", "off", "TagMode", "off");
        try (Sandbox sandbox =
                        Sandbox.start(
                                Path.of(arguments[0], "template.yaml"),
                                off,
                                Sandbox.Mode.REAL_CLOCK);
                SandboxServer server = SandboxServer.start(sandbox, "127.0.0.1", 0)) {
            fill(sandbox);
            Processes all = new Processes(arguments[1], environment(server.url(), sandbox));
            all.printFirst(processes);
            all.printRounds(processes);
            all.printSteady(events);
            if (arguments.length > 4) {
                all.printYardstick(arguments[4], processes);
            }
            status = 0;
        } finally {
            System.exit(status); // a thread of DynamoDB Local sleeps on after its shutdown
        }
    }

    private void printFirst(int processes) throws Exception {
        System.out.printf(
                "The first event of a process, and the second; ms, medians of %d processes%n",
                processes);
        System.out.printf(
                "%-12s %10s %8s %12s %8s   %16s %8s%n",
                "job", "cold", "CPU", "2nd", "CPU", "after rehearsal", "CPU");
        for (Job job : Job.values()) {
            Figures cold = medians(job, 0, 1, processes);
            Figures primed = medians(job, 50, 0, processes);
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %10.0f %8.0f %12.1f %8.1f   %16.1f %8.1f   x%.2f of cold%n",
                    job,
                    cold.of("created") + cold.of("first"),
                    cold.of("createdCpu") + cold.of("firstCpu"),
                    cold.of("second"),
                    cold.of("secondCpu"),
                    primed.of("first"),
                    primed.of("firstCpu"),
                    primed.of("first") / (cold.of("created") + cold.of("first")));
        }
    }

    private void printRounds(int processes) throws Exception {
        System.out.printf("%nWhat more rounds of the rehearsal bring, job %s%n", Job.REVERT);
        System.out.printf("%8s %12s %16s %8s%n", "rounds", "init, s", "first event, ms", "CPU");
        for (int rounds : processes == 1 ? FEW_ROUNDS : ROUNDS) {
            Figures figures = medians(Job.REVERT, rounds, 0, processes);
            System.out.printf(
                    Locale.ROOT,
                    "%8d %12.1f %16.1f %8.1f%n",
                    rounds,
                    figures.of("init") / 1000,
                    figures.of("first"),
                    figures.of("firstCpu"));
        }
    }

    private void printSteady(int events) throws Exception {
        System.out.printf("%nThe second half of %d events of one process%n", events);
        System.out.printf("%-12s %10s %10s %14s%n", "job", "ms", "CPU ms", "allocated kB");
        for (Job job : Job.values()) {
            Figures figures = medians(job, 0, events, 1);
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %10.2f %10.2f %14.0f%n",
                    job,
                    figures.of("steady"),
                    figures.of("steadyCpu"),
                    figures.of("steadyKb"));
        }
    }

    /// A hand-written function in Python, for the job REVERT.
    private void printYardstick(String python, int processes) throws Exception {
        List<Figures> all = new ArrayList<>();
        for (int process = 0; process < processes; process++) {
            all.add(output(List.of(python, "bench/boto3_handler.py", "100")));
        }
        Figures boto3 = Figures.medians(all);
        System.out.printf(
                Locale.ROOT,
                "%nA hand-written function with boto3, job %s: cold %.0f ms (CPU %.0f), 2nd %.1f"
                        + " ms, later %.1f ms of CPU%n",
                Job.REVERT,
                boto3.of("created") + boto3.of("first"),
                boto3.of("createdCpu") + boto3.of("firstCpu"),
                boto3.of("second"),
                boto3.of("steadyCpu"));
    }

    private Figures medians(Job job, int rounds, int more, int processes) throws Exception {
        List<Figures> all = new ArrayList<>();
        for (int process = 0; process < processes; process++) {
            all.add(figures(job, rounds, more));
        }
        return Figures.medians(all);
    }

    private static void fill(Sandbox sandbox) {
        IamClient admin = sandbox.iamAs("admin");
        for (String role : List.of("web", "other", "new")) {
            admin.createRole(r -> r.roleName(role).assumeRolePolicyDocument(TRUST));
        }
        for (int i = 0; i < Job.PROFILES; i++) {
            String profile = Job.profile(i);
            admin.createInstanceProfile(r -> r.instanceProfileName(profile));
            admin.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName("web"));
            sandbox.lambda()
                    .invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"" + profile + "\"}}");
        }
    }

    private Figures figures(Job job, int rounds, int more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(
                List.of(
                        "-cp",
                        classPath,
                        FunctionProcess.class.getName(),
                        job.name(),
                        Integer.toString(rounds),
                        Integer.toString(more)));
        return output(command);
    }

    private Figures output(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder function =
                new ProcessBuilder(command)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        function.environment().putAll(environment);
        Process process = function.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return Figures.in(output);
    }

    static Map<String, String> environment(String endpoint, Sandbox sandbox) {
        String table = sandbox.template().tables().getFirst().name();
        return Map.ofEntries(
                Map.entry("AWS_ENDPOINT_URL", endpoint),
                Map.entry("AWS_REGION", "us-east-1"),
                Map.entry("AWS_DEFAULT_REGION", "us-east-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "function"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "any"),
                Map.entry("POWERTOOLS_SERVICE_NAME", "profile-guard"),
                Map.entry("BASELINE_TABLE", table),
                Map.entry("FAILURES_TABLE", table),
                Map.entry("GUARD_MODE", "enforce"),
                Map.entry("TRUSTED_PRINCIPALS", "nobody"),
                Map.entry("GUARDED_PROFILES", "prod-*"),
                Map.entry("BREAKER_REVERTS", "100"),
                Map.entry("BREAKER_WINDOW_MINUTES", "1"),
                Map.entry("INSTANCE_REGIONS", "us-east-1"),
                Map.entry("PROVISION_MODE", "enforce"),
                Map.entry("PROVISION_FOR", "all"),
                Map.entry("PROVISION_DELAY_SECONDS", "0"),
                Map.entry("TAG_MODE", "enforce"),
                Map.entry("ADVICE_MODE", "observe"),
                Map.entry("MANUAL_REQUESTS", "all"),
                Map.entry("TAG_DEFAULTS", "Team=none"),
                Map.entry(
                        "TAG_POLICY",
                        "{\"tags\": {\"Team\": {\"tag_key\": \"Team\","
                                + " \"report_required_tag_for\": [\"iam:instance-profile\"]}}}"));
    }
}
