package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.known;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionAdviceTest {
    @Test
    void raisesTheMaximumToTheRequestedDuration() {
        assertThat(
                        tooLong(
                                Map.of(
                                        "roleArn",
                                        "arn:aws:iam::123456789012:role/deploy",
                                        "durationSeconds",
                                        7200)))
                .isEqualTo(
                        advice(
                                "The call asks for 7200 seconds, which is longer than the maximum"
                                        + " session duration of role deploy",
                                "deploy",
                                7200));
    }

    @Test
    void raisesTheMaximumToTwelveHoursWhenTheDurationIsUnknown() {
        assertThat(tooLong(Map.of()))
                .isEqualTo(
                        advice(
                                "The call asks for a longer session than the maximum session"
                                        + " duration of role ROLE",
                                "ROLE",
                                43_200));
    }

    @Test
    void showsTheChainThatLimitsASession() {
        FailedCall call =
                new FailedCall(
                        "sts.amazonaws.com",
                        "AssumeRole",
                        "ValidationError",
                        "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                                + " assumed by role chaining.",
                        "us-east-1",
                        Map.of(
                                "roleArn",
                                "arn:aws:iam::123456789012:role/deploy",
                                "durationSeconds",
                                7200));

        Advice advice =
                Advice.of(call, Facts.NONE.withCaller(known("arn:aws:iam::123456789012:role/ci")));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.CHAINED_SESSION_TOO_LONG);
        assertThat(advice.cause())
                .startsWith(
                        "A session of role ci assumes arn:aws:iam::123456789012:role/deploy for"
                                + " 7200 seconds");
        assertThat(advice.proofs())
                .containsExactly(
                        "The chain: arn:aws:iam::123456789012:role/ci ->"
                                + " arn:aws:iam::123456789012:role/deploy");
        assertThat(advice.todo().getFirst()).contains("--duration-seconds 3600");
        assertThat(Advice.of(call, Facts.NONE).cause()).startsWith("A session of a role assumes");
    }

    @Test
    void raisesTheMaximumSessionDurationToTwelveHoursAtMost() {
        Advice advice =
                tooLong(
                        Map.of(
                                "roleArn",
                                "arn:aws:iam::123456789012:role/deploy",
                                "durationSeconds",
                                50_000));

        assertThat(advice.todo().getLast())
                .endsWith("aws iam update-role --role-name deploy --max-session-duration 43200");
    }

    private static Advice tooLong(Map<String, Object> request) {
        return Advice.of(
                new FailedCall(
                        "sts.amazonaws.com",
                        "AssumeRole",
                        "ValidationError",
                        "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                                + " role.",
                        "us-east-1",
                        request),
                Facts.NONE);
    }

    private static Advice advice(String cause, String role, int seconds) {
        return new Advice(
                Diagnosis.SESSION_TOO_LONG,
                cause,
                List.of(),
                List.of(
                        "See its MaxSessionDuration, and ask for that at most: aws iam get-role"
                                + " --role-name "
                                + role,
                        "Or raise it, to 12 hours at most: aws iam update-role --role-name %s --max-session-duration %d"
                                .formatted(role, seconds)),
                "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html");
    }
}
