package dev.profileguard.sandbox.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.FunctionVariables;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/// Starts the function in its own JVM, and checks the order in which the JVM loads classes.
class RepairFirstTest {
    @Test
    void loggingAndMetricsAreLoadedAfterTheLastWriteOfIam() {
        int lastWrite = indexOf("iam.model.AddRoleToInstanceProfileResponse ");

        assertThat(indexOf("iam.model.RemoveRoleFromInstanceProfileResponse "))
                .isBetween(0, lastWrite);
        for (String late :
                List.of(
                        " org.apache.logging.slf4j.",
                        " org.apache.logging.log4j.",
                        "software.amazon.lambda.powertools.logging.PowertoolsLogging ",
                        "dev.profileguard.lambda.MetricFields ",
                        "dev.profileguard.finding.delivery.FindingDelivery ",
                        "software.amazon.awssdk.services.sns.",
                        "software.amazon.awssdk.services.eventbridge.")) {
            assertThat(indexOf(late)).as(late).isGreaterThan(lastWrite);
        }
    }

    /// It took more than half of each call.
    @Test
    void theRepairNeedsNothingOfWhatTheSdksClientsDoAround() {
        int lastWrite = indexOf("iam.model.AddRoleToInstanceProfileResponse ");

        assertThat(loaded.subList(0, lastWrite))
                .noneMatch(line -> line.contains("software.amazon.awssdk.core.internal.http."))
                .noneMatch(line -> line.contains("credentials.ProfileCredentialsProvider "))
                .noneMatch(line -> line.contains("software.amazon.awssdk.regions.servicemetadata"));
        assertThat(loaded)
                .noneMatch(line -> line.contains("iam.DefaultIamClient "))
                .noneMatch(line -> line.contains("dynamodb.DefaultDynamoDbClient "))
                .noneMatch(line -> line.contains("com.fasterxml.jackson.databind.ObjectMapper "));
    }

    @Test
    void theFindingIsSentInTheEnd() {
        assertThat(published).contains("[WARNING] role-reverted: instance-profile/prod-web");
        assertThat(indexOf("software.amazon.awssdk.services.sqs.DefaultSqsClient ")).isNegative();
    }

    @Test
    void theHttpClientIsTheOneThatStartsFastest() {
        assertThat(indexOf("UrlConnectionHttpClient ")).isNotNegative();
        assertThat(indexOf("software.amazon.awssdk.http.apache.")).isNegative();
        assertThat(indexOf("io.netty.")).isNegative();
        assertThat(indexOf("software.amazon.awssdk.crt.")).isNegative();
    }

    @Test
    void onlyAFunctionThatAsksEc2LoadsWhatThatNeeds() {
        assertThat(loaded).anyMatch(line -> line.contains("dev.profileguard.aws.ec2."));
        assertThat(loadedByTagEnforcer)
                .anyMatch(line -> line.contains("iam.model.TagInstanceProfileResponse "))
                .noneMatch(line -> line.contains("dev.profileguard.aws.ec2."))
                .noneMatch(line -> line.contains("dev.profileguard.instance.InstanceUse "));
    }

    @TempDir private static Path dir = Path.of("");
    private static List<String> loaded = List.of();
    private static List<String> loadedByTagEnforcer = List.of();
    private static List<String> published = List.of();

    @BeforeAll
    static void repair() throws IOException, InterruptedException {
        Map<String, String> off = Map.of("GuardMode", "off");
        try (Sandbox sandbox =
                        Sandbox.start(Path.of("../template.yaml"), off, Sandbox.Mode.REAL_CLOCK);
                SandboxServer server = LocalServer.of(sandbox)) {
            swapBehindABaseline(sandbox);
            String result = runFunction("ProfileGuard", "role-added.json", server.url(), sandbox);
            assertThat(result).contains("\"decision\":\"revert\"");
            published =
                    sandbox.notifications().messages().stream()
                            .map(message -> String.valueOf(message.subject()))
                            .toList();
            loaded = Files.readAllLines(classesOf("ProfileGuard"));
            String tagged =
                    runFunction("TagEnforcer", "profile-untagged.json", server.url(), sandbox);
            assertThat(tagged).contains("\"decision\":\"tagged\"");
            loadedByTagEnforcer = Files.readAllLines(classesOf("TagEnforcer"));
        }
    }

    private static void swapBehindABaseline(Sandbox sandbox) {
        IamClient admin = sandbox.iamAs("admin");
        GuardedAccount.createRole(admin, "web");
        GuardedAccount.createRole(admin, "intruder");
        admin.createInstanceProfile(r -> r.instanceProfileName("prod-web"));
        GuardedAccount.add(admin, "prod-web", "web");
        sandbox.lambda().invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"prod-web\"}}");
        GuardedAccount.swap(admin, "web", "intruder");
    }

    private static Path classesOf(String function) {
        return dir.resolve(function + "-classes.log");
    }

    private static String runFunction(String name, String event, String endpoint, Sandbox sandbox)
            throws IOException, InterruptedException {
        ProcessBuilder function =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + classesOf(name),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dguard.template=../template.yaml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.profileguard.sandbox.command.GuardCommand",
                        "invoke",
                        name,
                        "../events/%s/%s".formatted(name, event));
        function.environment().putAll(FunctionVariables.at(endpoint, sandbox));
        function.environment()
                .putAll(
                        Map.of(
                                "FINDINGS_TOPIC", "arn:aws:sns:us-east-1:123456789012:alerts",
                                "FINDINGS_TABLE", "profile-guard-FindingsTable",
                                "UNDELIVERED_FINDINGS", "https://sqs.invalid/1/none",
                                "FINDINGS_EVENTS", "true"));
        File output = dir.resolve("output").toFile();
        Process process =
                function.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectOutput(output)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output.toPath());
    }

    private static int indexOf(String part) {
        for (int i = 0; i < loaded.size(); i++) {
            if (loaded.get(i).contains(part)) {
                return i;
            }
        }
        return -1;
    }
}
