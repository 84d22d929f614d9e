package dev.profileguard.sweep.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Json;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureReasonsTest {
    @Test
    void countsTheSameReasonOnceWithAFewNames() {
        FailureReasons reasons = new FailureReasons();
        IntStream.range(0, 50)
                .forEach(i ->
                        reasons.add(
                                "guard",
                                failed(
                                        "instance-profile/prod-" + i,
                                        ("Cannot read prod-%d: Rate exceeded (Service: Iam, Status"
                                                        + " Code: 400, Request ID: r-%d)")
                                                .formatted(i, i))));
        reasons.add("tags", failed("role/web", "no permission for iam:TagRole"));

        assertThat(reasons.described())
                .containsExactly(
                        "50 times guard: Cannot read NAME: Rate exceeded, such as"
                                + " instance-profile/prod-0, instance-profile/prod-1,"
                                + " instance-profile/prod-2",
                        "1 times tags: no permission for iam:TagRole, such as role/web");
    }

    @Test
    void countsOnlyFailures() {
        FailureReasons reasons = new FailureReasons();
        reasons.add(
                "guard",
                new Outcome.Skipped(
                        "role/web", Decision.Common.NEVER_TOUCHED, "owned by a service", "e"));

        assertThat(reasons.described()).isEmpty();
    }

    @Test
    void isBounded() {
        FailureReasons reasons = new FailureReasons();
        IntStream.range(0, 1_000)
                .forEach(i -> reasons.add("guard", failed("role/r" + i, "reason " + i)));

        assertThat(reasons.described()).hasSize(11).last().isEqualTo("990 times other reasons");
        assertThat(Json.text(reasons.json())).hasSizeLessThan(2_000);
    }

    @Test
    void goesOnInTheNextInvocation() {
        FailureReasons first = new FailureReasons();
        first.add("guard", failed("role/a", "refused"));
        FailureReasons second = FailureReasons.read(Json.read("found", Json.text(first.json())));
        second.add("guard", failed("role/b", "refused"));

        assertThat(second.described())
                .containsExactly("2 times guard: refused, such as role/a, role/b");
    }

    private static Outcome failed(String subject, String why) {
        return new Outcome.Skipped(subject, Decision.Common.FAILED, why, "event-1");
    }
}
