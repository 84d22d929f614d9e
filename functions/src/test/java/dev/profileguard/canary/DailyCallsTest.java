package dev.profileguard.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.FunctionCalls.Reply;
import dev.profileguard.reconcile.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DailyCallsTest {
    @Test
    void areDueOnceADay() {
        assertThat(since(null).isDue()).isTrue();
        assertThat(since(Duration.ofHours(23)).isDue()).isFalse();
        assertThat(since(Duration.ofHours(24)).isDue()).isTrue();
    }

    @Test
    void areDueAfterATimeInTheFuture() {
        assertThat(since(Duration.ofHours(-1)).isDue()).isTrue();
        assertThat(since(Duration.ofHours(-1)).next(List.of(of(NOT_READY))))
                .isEqualTo(NOW.minus(Duration.ofDays(1)));
    }

    @Test
    void aFunctionThatAnswersIsFine() {
        Outcome answered =
                of(new Reply.Answered(Map.of("decision", "shown", "problems", List.of())));

        assertThat(answered.subject()).isEqualTo("function/stack-TagEnforcer");
        assertThat(answered.decision()).isEqualTo(CanaryDecision.ANSWERED);
        assertThat(answered.findings()).isEmpty();
        assertThat(since(DAY).next(List.of(answered))).isEqualTo(NOW);
    }

    @Test
    void aFunctionWithProblemsIsReportedWithEach() {
        Outcome outcome =
                of(
                        new Reply.Answered(
                                Map.of(
                                        "decision",
                                        "shown",
                                        "problems",
                                        List.of("TagPolicy is no JSON", "s3:GetObject: denied"))));

        assertThat(outcome.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind().text()).isEqualTo("function-unavailable");
                    assertThat(finding.subject()).isEqualTo("function/stack-TagEnforcer");
                    assertThat(finding.cause())
                            .endsWith("TagPolicy is no JSON; s3:GetObject: denied");
                    assertThat(finding.todo())
                            .anyMatch(each ->
                                    each.contains("--function-name stack-TagEnforcer:live"));
                });
        assertThat(since(DAY).next(List.of(outcome))).isEqualTo(NOW.minus(DAY));
    }

    @Test
    void anAnswerWithoutADecisionIsNoAnswer() {
        assertThat(of(new Reply.Answered(Map.of("x", 1))).why())
                .isEqualTo("its answer contains no decision: [x]");
    }

    @Test
    void aFunctionThatFailsIsReported() {
        assertThat(of(new Reply.Failed("TagMode is 'on'")).findings()).hasSize(1);
    }

    @Test
    void aFunctionThatIsNotReadyIsCalledAgainAndReportedAfterTwoHours() {
        Outcome soon = of(NOT_READY);

        assertThat(soon.decision()).isEqualTo(CanaryDecision.NOT_READY);
        assertThat(soon.decision().isConclusive()).isFalse();
        assertThat(soon.why())
                .contains("SnapStartNotReadyException", "called again in the next run");
        assertThat(soon.findings()).isEmpty();
        assertThat(call(since(Duration.ofHours(26)), NOT_READY).findings()).hasSize(1);
    }

    @Test
    void theFirstCallsHaveAsMuchTimeAsLaterOnes() {
        assertThat(call(since(null), NOT_READY).findings()).isEmpty();
        assertThat(since(null).next(List.of(of(NOT_READY)))).isEqualTo(NOW.minus(DAY));
    }

    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Reply NOT_READY =
            new Reply.NotReady("SnapStartNotReadyException: Lambda is initializing your function");

    /// With a last answer so long ago.
    private static DailyCalls since(@Nullable Duration ago) {
        return new DailyCalls(ago == null ? null : NOW.minus(ago), NOW);
    }

    private static Outcome of(Reply reply) {
        return call(since(DAY), reply);
    }

    private static Outcome call(DailyCalls calls, Reply reply) {
        return calls.call(
                        (functions, payload) -> List.of(reply),
                        List.of("stack-TagEnforcer:live"),
                        new CanaryRun("request-1", "123456789012"))
                .getFirst();
    }
}
