package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults that keep events from arriving, as far as a sweep can find them.
class SweepHealthTest {
    @TempDir private Path dir = Path.of(".");

    @Test
    void anEmptyTableIsReportedUntilSomethingIsRecorded() {
        try (SweptAccount account = SweptAccount.with()) {
            account.role("web");
            account.profile("prod-web", "web");

            Object before = account.backfill("{\"mode\": \"sweep\"}").get("faults");
            Object after = account.backfill("{\"mode\": \"sweep\"}").get("faults");

            assertThat(before).asString().contains("The baseline table is empty");
            assertThat(after).asString().isEqualTo("[]");
        }
    }

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
