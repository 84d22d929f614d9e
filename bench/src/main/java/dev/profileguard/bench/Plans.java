package dev.profileguard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Prints how long a plan of a thousand profiles takes where each answer takes 25 ms, and how many
/// calls of all services it makes, beside a loop with boto3. See docs/performance.md.
final class Plans {
    private static final int PROFILES = 1_000;
    private static final Duration DELAY = Duration.ofMillis(25);
    private static final List<Integer> RATES = List.of(500, 100, 10);
    private static final List<Integer> ONE_RATE = List.of(500);

    private final String classPath;
    private final Map<String, String> environment;
    private final LateAnswers answers;

    private Plans(String classPath, Map<String, String> environment, LateAnswers answers) {
        this.classPath = classPath;
        this.environment = environment;
        this.answers = answers;
    }

    /// Measures.
    ///
    /// @param arguments the checkout; the class path of the functions; `short` or `long`; a Python
    ///   that has boto3, or nothing
    public static void main(String[] arguments) throws Exception {
        int status = 1;
        Map<String, String> off =
                Map.of("GuardMode", "off", "ProvisionMode", "off", "TagMode", "off");
        try (Sandbox sandbox =
                        Sandbox.start(
                                Path.of(arguments[0], "template.yaml"),
                                off,
                                Sandbox.Mode.REAL_CLOCK);
                SandboxServer server = SandboxServer.start(sandbox, "127.0.0.1", 0);
                LateAnswers answers = new LateAnswers(server.url(), DELAY)) {
            fill(sandbox.iamAs("admin"));
            Plans plans = new Plans(arguments[1], environment(answers.url(), sandbox), answers);
            plans.print(
                    arguments[2].equals("short") ? ONE_RATE : RATES,
                    arguments.length > 3 ? arguments[3] : null);
            status = 0;
        } finally {
            System.exit(status); // a thread of DynamoDB Local sleeps on after its shutdown
        }
    }

    private void print(List<Integer> rates, @Nullable String python) throws Exception {
        System.out.printf(
                "A plan of %d profiles with all rules; each answer takes %d ms%n",
                PROFILES, DELAY.toMillis());
        double boto3 = 0;
        if (python != null) {
            Figures loop = output(List.of(python, "bench/boto3_plan.py"), Map.of());
            boto3 = loop.of("seconds");
            System.out.printf(
                    Locale.ROOT,
                    "%-40s %6.1f s %6d calls%n",
                    "boto3, one call after the other",
                    boto3,
                    answers.takeCalls());
        }
        for (int rate : rates) {
            Figures plan =
                    output(command(), Map.of("SWEEP_REQUESTS_PER_SECOND", Integer.toString(rate)));
            System.out.printf(
                    Locale.ROOT,
                    "%-40s %6.1f s %6d calls, CPU %.1f s%s%n",
                    "Backfill, SweepRequestsPerSecond=" + rate,
                    plan.of("seconds"),
                    answers.takeCalls(),
                    plan.of("cpu"),
                    boto3 == 0 ? "" : ", x%.2f of boto3".formatted(plan.of("seconds") / boto3));
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Processes.FLAGS);
        command.addAll(List.of("-cp", classPath, PlanProcess.class.getName()));
        return command;
    }

    private Figures output(List<String> command, Map<String, String> more) throws IOException {
        answers.takeCalls();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        return Figures.in(new String(builder.start().getInputStream().readAllBytes(), UTF_8));
    }

    private static Map<String, String> environment(String endpoint, Sandbox sandbox) {
        Map<String, String> environment = new HashMap<>(Account.environment(endpoint, sandbox));
        environment.put("PLAN_TABLE", planTable(sandbox));
        environment.put("NODE_ROLE_MODE", "enforce");
        return environment;
    }

    private static String planTable(Sandbox sandbox) {
        return sandbox.template().tables().stream()
                .map(table -> table.name())
                .filter(name -> name.contains("PlanTable"))
                .findFirst()
                .orElseThrow();
    }

    private static void fill(IamClient admin) {
        for (int i = 0; i < PROFILES; i++) {
            String name = "%s-%04d".formatted(i % 2 == 0 ? "prod" : "dev", i);
            String role = i < PROFILES - 1 ? name : "prod-0000";
            if (role.equals(name)) {
                admin.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Account.TRUST));
            }
            admin.createInstanceProfile(r ->
                    r.instanceProfileName(name)
                            .tags(Tag.builder().key("Team").value("web").build()));
            admin.addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(role));
        }
    }
}
