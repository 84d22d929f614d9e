package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults that keep events from arriving, as far as a sweep can find them.
class SweepHealthTest {
    @TempDir private Path dir = Path.of(".");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UndeliveredEvents",
                "ProfileGuardFailures",
                "ProfileProvisionerFailures",
                "TagEnforcerFailures",
                "BackfillFailures",
                "CanaryFailures",
                "UndeliveredFindings"
            })
    void deadLettersAreReported(String name) {
        try (SweptAccount account = SweptAccount.with()) {
            QueueDefinition letters =
                    account.sandbox().template().queues().stream()
                            .filter(queue -> queue.logicalId().equals(name))
                            .findFirst()
                            .orElseThrow();
            account.sandbox().queues().send(letters.arn(), "{}");

            Object faults = account.backfill("{\"mode\": \"plan\"}").get("faults");

            assertThat(faults).asString().contains(name + " holds about 1 dead letters");
        }
    }

    /// An update with the existing template changes `$LATEST` and no alias.
    @Test
    void settingsThatAreDeployedAndNotInForceAreReportedUntilTheyAre() {
        try (SweptAccount account = SweptAccount.with()) {
            call(account, "PUT", "configuration", OTHER_SETTINGS);
            assertThat(faults(account)).as("a deployment takes minutes").doesNotContain("old");
            account.sandbox().advance(Duration.ofMinutes(20));

            assertThat(faults(account))
                    .contains(
                            "profile-guard-TagEnforcer runs with old settings: Environment (",
                            "alias live still points to version 1",
                            "aws lambda update-alias --function-name profile-guard-TagEnforcer"
                                    + " --name live");
            assertThat(account.sandbox().lambda().invoke("TagEnforcer", SHOW).result())
                    .containsEntry("version", "1")
                    .containsEntry("mode", "off");

            call(account, "POST", "versions", "{}");
            call(account, "PUT", "aliases/live", "{\"FunctionVersion\": \"2\"}");

            assertThat(faults(account)).doesNotContain("old settings");
            assertThat(account.sandbox().lambda().invoke("TagEnforcer", SHOW).result())
                    .containsEntry("version", "2")
                    .containsEntry("mode", "enforce");
        }
    }

    @Test
    void aSettingThatIsInvalidIsNamedInTheAnswer() {
        try (SweptAccount account = SweptAccount.with()) {
            call(account, "PUT", "configuration", OTHER_SETTINGS.replace("enforce", "inforce"));
            call(account, "POST", "versions", "{}");
            call(account, "PUT", "aliases/live", "{\"FunctionVersion\": \"2\"}");

            assertThat(account.sandbox().lambda().invoke("TagEnforcer", SHOW).payload())
                    .contains("TagMode is not one of off, observe, enforce (it is 'inforce'");
        }
    }

    private static final String SHOW = "{\"show\": {\"settings\": true}}";

    private static final String OTHER_SETTINGS =
            "{\"Environment\": {\"Variables\": {\"TAG_MODE\": \"enforce\", \"BASELINE_TABLE\":"
                    + " \"profile-guard-BaselineTable\"}}}";

    private static String faults(SweptAccount account) {
        return String.valueOf(account.backfill("{\"mode\": \"plan\"}").get("faults"));
    }

    private static void call(SweptAccount account, String method, String path, String body) {
        assertThat(
                        account.sandbox()
                                .functionRest()
                                .respond(
                                        method,
                                        "/2015-03-31/functions/profile-guard-TagEnforcer/" + path,
                                        "",
                                        body,
                                        Sandbox.user("admin"))
                                .status())
                .isIn(200, 201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RoleMade", "TagEnforcerTagsEdited"})
    void aDisabledRuleIsReported(String name) throws IOException {
        Path template = dir.resolve("template.yaml");
        String rule = "(  %s:\n +Type: AWS::Events::Rule\n +Properties:\n)".formatted(name);
        Files.writeString(
                template,
                Files.readString(Path.of("../template.yaml"))
                        .replaceFirst(rule, "$1      State: DISABLED\n"));
        try (Sandbox sandbox = Sandbox.start(template, Map.of(), Sandbox.Mode.TEST_CLOCK)) {
            InvocationResponse response =
                    sandbox.lambda().invoke("Backfill", "{\"mode\": \"plan\"}");

            assertThat(response.result().get("faults"))
                    .asString()
                    .contains(name + " is DISABLED: its events are not delivered. Enable the rule");
        }
    }
}
