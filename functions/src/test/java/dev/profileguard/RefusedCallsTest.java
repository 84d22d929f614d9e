package dev.profileguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.advice.FailureAdvisorHandler;
import dev.profileguard.text.HostileText;
import dev.profileguard.text.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// FailureAdvisor on its event files, and on what nobody should send to it.
class RefusedCallsTest {
    @ParameterizedTest
    @CsvSource({
        "launch-refused, launch-failed",
        "launch-by-role-arn, launch-failed",
        "profile-empty, launch-failed",
        "fleet-refused, launch-failed",
        "instant-fleet-refused, launch-failed",
        "group-refused, launch-failed",
        "group-not-updated, launch-failed",
        "launch-configuration-refused, launch-failed",
        "node-group-refused, launch-failed",
        "association-exists, association-failed",
        "association-replaced, association-failed",
        "association-ended, association-failed",
        "profile-not-deleted, delete-blocked",
        "role-not-deleted, delete-blocked",
        "role-with-policies, delete-blocked",
        "role-not-passed, access-denied",
        "launch-unauthorized, access-denied",
        "profile-not-tagged, access-denied",
        "policy-not-detached, access-denied",
        "boundary-not-set, access-denied",
        "session-denied, access-denied",
        "profile-exists, already-exists",
        "role-exists, already-exists",
        "profile-has-role, already-exists",
        "chained-session-too-long, session-too-long",
        "role-not-in-profile, call-failed",
        "profile-not-untagged, call-failed",
        "role-not-updated, call-failed",
        "trust-policy-malformed, call-failed",
        "policy-not-attached, call-failed",
        "policy-too-large, call-failed",
        "policy-not-there, call-failed",
        "boundary-not-removed, call-failed",
        "role-not-tagged, call-failed",
        "role-not-untagged, call-failed",
    })
    void anEventLeadsToItsFinding(String file, String kind) throws IOException {
        Map<String, Object> answer = advisor.answer(event(file));

        assertThat(answer).containsEntry("decision", "explained");
        assertThat((List<?>) answer.get("findings"))
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("kind", kind)
                .containsEntry("rule", "FailureAdvisor");
    }

    @Test
    void anEventThatIsTooEarlyIsTriedAgain() {
        assertThatThrownBy(() -> advisor.answer(SampleFunction.event("FailureAdvisor/role-exists")))
                .hasMessageContaining("Waiting until 2026-01-15T09:32:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void hostileTextIsNeverPartOfACommand(HostileText hostile) throws IOException {
        String text = JsonText.string(hostile.text());
        for (String file : List.of("role-not-deleted", "profile-exists", "role-exists")) {
            String event =
                    event(file)
                            .replaceAll(
                                    "\"(roleName|instanceProfileName)\": \"[^\"]*\"",
                                    "\"$1\": " + Matcher.quoteReplacement(text));

            assertThat(advisor.answer(event)).containsEntry("decision", "explained");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | The request is empty",
                "{\"failures\": {}} | failures.hours is missing",
                "{\"failures\": 24} | failures must be an object",
                "{\"failures\": {\"hours\": 0}} | failures.hours must be a whole number from 1",
                "{\"failures\": {\"hours\": 2161}} | from 1 to 2160",
                "{\"failures\": {\"hours\": \"24\"}} | must be a whole number",
                "{\"failures\": {\"hours\": 1.5}} | must be a whole number",
                "{\"failures\": {\"hours\": 24, \"role\": \"x\"}} | Invalid request: failures.role",
                "{\"show\": {\"role\": \"x\"}} | Invalid request: show",
            })
    void aWrongRequestNamesTheValidOnes(String request, String problem) {
        assertThatThrownBy(() -> advisor.answer(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("{\"failures\": {\"hours\": 24}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforce", "on", ""})
    void theModeIsOffOrObserve(String mode) {
        assertThatThrownBy(() ->
                        new SampleFunction(FailureAdvisorHandler::new, Map.of("ADVICE_MODE", mode)))
                .hasMessageContaining("AdviceMode is not one of off, observe");
    }

    @Test
    void theTableHasToBeSet() {
        assertThatThrownBy(() ->
                        new SampleFunction(
                                FailureAdvisorHandler::new, Map.of("FAILURES_TABLE", "")))
                .hasMessageContaining("FAILURES_TABLE is not set");
    }

    @Test
    void offReadsNothing() throws IOException {
        SampleFunction off =
                new SampleFunction(FailureAdvisorHandler::new, Map.of("ADVICE_MODE", "off"));

        assertThat(off.answer(event("role-exists"))).containsEntry("decision", "off");
        assertThat(off.dynamo().keys()).isEmpty();
    }

    private final SampleFunction advisor = new SampleFunction(FailureAdvisorHandler::new);

    /// The event, half an hour old.
    private static String event(String name) throws IOException {
        return SampleFunction.event("FailureAdvisor/" + name).replace("09:30:00Z", "09:00:00Z");
    }
}
