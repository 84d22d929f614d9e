package dev.profileguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.CallCount;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.finding.delivery.Undelivered;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The metrics in the lines that Lambda's log gets, in CloudWatch's embedded metric format.
class MetricLineTest {
    static final CallCount NO_CALLS = new CallCount(UrlConnectionHttpClient.create());

    @Test
    void theLineOfAnOutcomeHasItsMetrics() throws IOException {
        report(
                new InvocationResult(
                                List.of(
                                        outcome(
                                                GuardDecision.REVERT,
                                                List.of(DONE),
                                                finding(Kind.ROLE_REVERTED),
                                                finding(Kind.ROLE_RECREATED),
                                                finding(Kind.ROLE_GONE))))
                        .since(Instant.EPOCH, Instant.EPOCH.plusMillis(4_250)));

        Map<String, Object> line = lines.json().getFirst();
        assertThat(line)
                .containsEntry("FunctionName", "stack-ProfileGuard")
                .containsEntry("Outcome", "repaired")
                .containsEntry("Service", "profile-guard")
                .containsEntry("Reactions", 1.0)
                .containsEntry("WarningFindings", 1.0)
                .containsEntry("CriticalFindings", 2.0)
                .containsEntry("RepairSeconds", 4.25);
        assertThat(directives(line))
                .containsExactlyInAnyOrder(
                        directive(
                                List.of("FunctionName", "Outcome"),
                                List.of(metric("Reactions", "Count"))),
                        directive(
                                List.of("Service"),
                                List.of(
                                        metric("WarningFindings", "Count"),
                                        metric("CriticalFindings", "Count"))),
                        directive(
                                List.of("FunctionName"),
                                List.of(metric("RepairSeconds", "Seconds"))));
        assertThat(line).containsEntry("reaction", "repaired").containsKey("aws");
    }

    @Test
    void theTimesOfABatchAreTogetherInItsFirstLine() throws IOException {
        InvocationResult repaired =
                new InvocationResult(
                        List.of(outcome(GuardDecision.REVERT, List.of(DONE))), List.of(2.0));

        report(InvocationResult.of(List.of(repaired, repaired)));

        assertThat(lines.json())
                .extracting(line -> line.get("RepairSeconds"))
                .containsExactly(List.of(2.0, 2.0), null);
    }

    @Test
    void whatRepairedNothingHasNoTime() {
        InvocationResult result =
                new InvocationResult(List.of(outcome(GuardDecision.NO_DRIFT, List.of())));

        assertThat(result.since(Instant.EPOCH, Instant.now()).repairSeconds()).isEmpty();
    }

    @Test
    void anAnswerToAPersonIsNoMetric() throws IOException {
        report(new InvocationResult(List.of(outcome(Decision.Common.SHOWN, List.of()))));

        assertThat(lines.json().getFirst()).doesNotContainKeys("_aws", "Reactions");
    }

    @Test
    void countsUndeliveredFindings() throws IOException {
        Notice notice = new Notice(finding(Kind.ROLE_GONE), Notice.Status.OPEN, Instant.EPOCH);
        Undelivered once = new Undelivered("FindingsTopic", "not there", notice);
        Undelivered twice = new Undelivered("EventBridge", "not there", notice);

        PowertoolsReporting.delivered(
                context,
                new DeliveryReport(
                        List.of(notice), List.of(once, twice), List.of(twice), List.of()));

        assertThat(lines.json())
                .extracting(line -> line.get("UndeliveredFindings"))
                .containsExactly(1.0, 1.0, null);
    }

    @Test
    void emitsTheMetricOfTheAlarm() throws IOException {
        PowertoolsReporting.measured(
                context, new Measurement("DeliverySeconds", 1.5, Measurement.Unit.SECONDS));

        Map<String, Object> line = lines.json().getFirst();
        assertThat(line)
                .containsEntry("FunctionName", "stack-ProfileGuard")
                .containsEntry("DeliverySeconds", 1.5);
        assertThat(directives(line))
                .containsExactly(
                        directive(
                                List.of("FunctionName"),
                                List.of(metric("DeliverySeconds", "Seconds"))));
    }

    private static final PerformedAction DONE =
            new PerformedAction(
                    new Action.TagProfile(new ProfileName("prod-web"), Tags.NONE), Effect.DONE);

    private final Context context = mock(Context.class);
    private final LogLines lines = new LogLines();

    @BeforeEach
    void onLambda() {
        when(context.getFunctionName()).thenReturn("stack-ProfileGuard");
    }

    @AfterEach
    void release() {
        lines.close();
    }

    private void report(InvocationResult result) {
        PowertoolsReporting.report(context, result, List.of(), NO_CALLS);
    }

    private static Outcome outcome(
            Decision decision, List<PerformedAction> actions, Finding... findings) {
        return new Outcome.Answered(
                "instance-profile/prod-web",
                decision,
                "why",
                actions,
                List.of(findings),
                Map.of(),
                "event-1");
    }

    private static Finding finding(Kind kind) {
        return new Finding(
                kind,
                "instance-profile/prod-web",
                "123456789012",
                "mallory",
                "did it",
                List.of(),
                List.of(),
                "event-1");
    }

    private static List<Object> directives(Map<String, Object> line) {
        Map<?, ?> aws = (Map<?, ?>) line.getOrDefault("_aws", Map.of());
        assertThat(aws.get("Timestamp")).isInstanceOf(Long.class);
        return List.copyOf((List<?>) aws.get("CloudWatchMetrics"));
    }

    private static Map<String, Object> directive(
            List<String> dimensions, List<Map<String, String>> metrics) {
        return Map.of(
                "Namespace", "ProfileGuard", "Dimensions", List.of(dimensions), "Metrics", metrics);
    }

    private static Map<String, String> metric(String name, String unit) {
        return Map.of("Name", name, "Unit", unit);
    }
}
