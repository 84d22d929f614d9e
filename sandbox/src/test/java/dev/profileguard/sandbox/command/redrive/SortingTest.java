package dev.profileguard.sandbox.command.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.command.stack.StackQueues.Letter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortingTest {
    private static final String EVENT = "{\"detail-type\":\"AWS API Call via CloudTrail\"}";
    private static final String RELEASE = "{\"release\":{\"profile\":\"prod-web\"}}";
    private static final Route GUARD = DeadLetterQueue.PROFILE_GUARD.route();

    @Test
    void anEventGoesToTheQueueOfItsFunction() {
        assertThat(fate(EVENT, GUARD)).isEqualTo(new Fate.Send("ProfileGuardRetries"));
        assertThat(fate(failed(EVENT), GUARD)).isEqualTo(new Fate.Send("ProfileGuardRetries"));
        assertThat(fate(failed(failed(EVENT)), GUARD))
                .isEqualTo(new Fate.Send("ProfileGuardRetries"));
        assertThat(fate("{\"lookAgain\":{\"profile\":\"prod-web\"}}", GUARD))
                .isEqualTo(new Fate.Send("ProfileGuardRetries"));
    }

    @Test
    void aRequestByHandWaitsForAPerson() {
        assertThat(fate(failed(RELEASE), GUARD))
                .isEqualTo(new Fate.Decide("ProfileGuard", RELEASE));
        assertThat(fate(failed(RELEASE), DeadLetterQueue.PROFILE_ROTATION.route()))
                .isEqualTo(new Fate.Decide("ProfileRotation", RELEASE));
    }

    @Test
    void onlyARequestThatTheScheduleSendsBecomesASweep() {
        assertThat(fate(failed("{\"mode\":\"sweep\"}"), DeadLetterQueue.BACKFILL.route()))
                .isEqualTo(new Fate.Sweep("sweep"));
        for (String chosen :
                new String[] {
                    "{\"mode\":\"apply\",\"plan\":\"p\"}",
                    "{\"mode\":\"sweep\",\"names\":[\"prod-*\"]}",
                    "{\"mode\":\"sweep\",\"cursor\":\"c\"}"
                }) {
            assertThat(fate(failed(chosen), DeadLetterQueue.BACKFILL.route()))
                    .isEqualTo(new Fate.Decide("Backfill", chosen));
        }
    }

    @Test
    void theCanaryMakesAnotherTest() {
        assertThat(fate(failed("{\"send\":{}}"), DeadLetterQueue.CANARY.route()))
                .isEqualTo(new Fate.Probe());
        assertThat(fate(failed(EVENT), DeadLetterQueue.CANARY.route())).isEqualTo(new Fate.Probe());
    }

    @Test
    void anUndeliveredEventGoesToItsTarget() {
        assertThat(undelivered("arn:aws:lambda:us-east-1:123456789012:function:pg-Guard:live"))
                .isEqualTo(new Fate.Send("ProfileGuardRetries"));
        assertThat(undelivered("arn:aws:sqs:us-east-1:123456789012:pg-NodeRoleDelay"))
                .isEqualTo(new Fate.Send("NodeRoleDelay"));
        assertThat(undelivered("arn:aws:lambda:us-east-1:123456789012:function:pg-Canary:live"))
                .isEqualTo(new Fate.Probe());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "arn:aws:sqs:us-east-1:123456789012:somebodys",
                "arn:aws:sqs:us-east-1:123456789012:pg-ProfileGuardFailures",
                "arn:aws:lambda:us-east-1:123456789012:function:somebodys",
                "arn:aws:sns:us-east-1:123456789012:topic"
            })
    void anUndeliveredEventOfAnotherTargetStays(String target) {
        assertThat(undelivered(target)).isInstanceOf(Fate.Stay.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "null", "{\"requestPayload\": 7}"})
    void whatIsNoObjectStays(String body) {
        for (DeadLetterQueue queue : DeadLetterQueue.values()) {
            assertThat(fate(body, queue.route())).isInstanceOf(Fate.Stay.class);
        }
    }

    @Test
    void aFindingOfAnotherVersionStays() {
        String letter =
                "{\"sink\":\"FindingsTopic\",\"notice\":{\"kind\":\"new-kind\",\"status\":\"open\"}}";

        assertThat(fate(letter, DeadLetterQueue.FINDINGS.route())).isInstanceOf(Fate.Stay.class);
    }

    private static Fate undelivered(String target) {
        Letter letter = new Letter("1", "r", EVENT, Map.of("TARGET_ARN", target));
        return sorting().of(letter, DeadLetterQueue.UNDELIVERED_EVENTS.route());
    }

    private static Fate fate(String body, Route route) {
        return sorting().of(new Letter("1", "r", body, Map.of()), route);
    }

    private static Sorting sorting() {
        return new Sorting(
                Map.of(
                        "ProfileGuardFunction", "pg-Guard:live",
                        "CanaryFunction", "pg-Canary:live",
                        "ProfileGuardRetries", "https://sqs.invalid/1/pg-ProfileGuardRetries",
                        "ProfileGuardFailures", "https://sqs.invalid/1/pg-ProfileGuardFailures",
                        "NodeRoleDelay", "https://sqs.invalid/1/pg-NodeRoleDelay"));
    }

    private static String failed(String payload) {
        return "{\"version\":\"1.0\",\"requestPayload\":%s}".formatted(payload);
    }
}
