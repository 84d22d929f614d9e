package dev.profileguard.sandbox.everything;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every function answers `{"show": {"settings": true}}`.
class ShownSettingsTest {
    @TempDir private Path folder = Path.of(".");

    private static final String SHOW = "{\"show\": {\"settings\": true}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ProfileGuard",
                "ProfileProvisioner",
                "TagEnforcer",
                "NodeRoleCheck",
                "FailureAdvisor",
                "ProfileRotation",
                "Backfill",
                "Canary"
            })
    void everyFunctionTellsItsSettingsAndProvesItsPermissions(String function) {
        try (Sandbox sandbox = with(Map.of("ManualRequests", "show", "FindingsEvents", "true"))) {
            InvocationResponse response = sandbox.lambda().invoke(function, SHOW);

            assertThat(response).isInstanceOf(InvocationResponse.Returned.class);
            Map<String, Object> answer = response.result();
            assertThat(answer)
                    .containsEntry("decision", "shown")
                    .containsEntry("function", function)
                    .containsEntry("version", "1")
                    .containsEntry("problems", List.of())
                    .containsEntry("findings", List.of());
            assertThat(answer.get("settings")).asString().contains("Paused=off");
            assertThat(response.payload()).doesNotContain("BASELINE_TABLE", "profile-guard-Base");
            assertThat(sandbox.timeline().entries())
                    .filteredOn(entry -> entry.kind() == Entry.Kind.CALL)
                    .extracting(Entry::operation)
                    .allMatch(call -> String.valueOf(call).startsWith("Get"));
        }
    }

    @Test
    void showsTheModeByItsParameter() {
        try (Sandbox sandbox = with(Map.of("TagMode", "enforce"))) {
            Map<String, Object> answer = sandbox.lambda().invoke("TagEnforcer", SHOW).result();

            assertThat(answer).containsEntry("mode", "enforce");
            assertThat(answer.get("settings")).asString().contains("TagMode=enforce");
        }
    }

    @Test
    void namesThePermissionThatTheFunctionLacks() throws IOException {
        try (Sandbox sandbox =
                Sandbox.start(withoutReadingProfiles(), Map.of(), Sandbox.Mode.TEST_CLOCK)) {
            assertThat(sandbox.lambda().invoke("FailureAdvisor", SHOW).result().get("problems"))
                    .asString()
                    .contains(
                            "Lacks the permission iam:GetInstanceProfile on instance profile"
                                    + " profile-guard-priming");
        }
    }

    private Path withoutReadingProfiles() throws IOException {
        Path template = folder.resolve("template.yaml");
        Files.writeString(
                template,
                Files.readString(Path.of("../template.yaml"))
                        .replace(
                                "              Action: iam:GetInstanceProfile\n",
                                "              Action: iam:GetRole\n"));
        return template;
    }

    private static Sandbox with(Map<String, String> parameters) {
        return Sandbox.start(Path.of("../template.yaml"), parameters, Sandbox.Mode.TEST_CLOCK);
    }
}
