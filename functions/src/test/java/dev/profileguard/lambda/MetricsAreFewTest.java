package dev.profileguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.advice.rule.AdviceDecision;
import dev.profileguard.backfill.BackfillDecision;
import dev.profileguard.canary.CanaryDecision;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Reaction;
import dev.profileguard.rotation.rule.RotationDecision;
import dev.profileguard.tag.rule.TagDecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// CloudWatch charges for each name of a metric with each combination of dimensions, so whatever
/// the functions decide and find, there are only so many.
class MetricsAreFewTest {
    @Test
    void allDecisionsAndFindingsTogetherAreFewMetrics() throws IOException {
        Set<String> metrics = new TreeSet<>();
        for (String function : FUNCTIONS) {
            for (Outcome outcome : everyOutcome()) {
                new InvocationResult(List.of(outcome))
                        .since(Instant.EPOCH, Instant.EPOCH)
                        .measurements()
                        .forEach(each -> metrics.add(metric(each, function)));
            }
        }

        assertThat(metrics).hasSize(8 * 5 + 8 + 4);
        assertThat(Files.readString(PAGE))
                .contains("at most %d metrics".formatted(metrics.size() + OTHERS.size()));
    }

    @Test
    void thePageListsEachMetric() throws IOException {
        Set<String> names = new TreeSet<>(OTHERS);
        for (Outcome outcome : everyOutcome()) {
            new InvocationResult(List.of(outcome))
                    .since(Instant.EPOCH, Instant.EPOCH)
                    .measurements()
                    .forEach(each -> names.add(each.name()));
        }

        assertThat(
                        ROW.matcher(Files.readString(PAGE))
                                .results()
                                .flatMap(row -> NAME.matcher(row.group(1)).results())
                                .map(MatchResult::group))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void eachDecisionIsCountedAsWhatItIs() {
        assertThat(
                        decisions()
                                .filter(each -> each.reaction() != Reaction.UNCHANGED)
                                .map(each -> each.text() + " " + each.reaction().text()))
                .containsExactlyInAnyOrder(
                        "failed failed",
                        "rotation-stopped failed",
                        "rotation-refused refused",
                        "plan-changed refused",
                        "shown none",
                        "canary none",
                        "sent none",
                        "not-sent none",
                        "came-back none",
                        "cannot-tag none",
                        "throttled none",
                        "profile-gone none",
                        "answered none",
                        "not-ready none",
                        "unavailable none");
    }

    @Test
    void anEventOfAnotherAccountIsRefused() {
        assertThat(
                        outcome(
                                        Decision.Common.NOT_FOR_US,
                                        List.of(),
                                        List.of(finding(Kind.GUARD_FOREIGN_EVENT)))
                                .reaction())
                .isEqualTo(Reaction.REFUSED);
        assertThat(outcome(Decision.Common.NOT_FOR_US, List.of(), List.of()).reaction())
                .isEqualTo(Reaction.UNCHANGED);
    }

    @Test
    void whatObserveWouldDoIsReported() {
        PerformedAction planned = new PerformedAction(DONE.action(), Effect.WOULD_DO);

        assertThat(
                        outcome(
                                        GuardDecision.REVERT,
                                        List.of(planned),
                                        List.of(finding(Kind.ROLE_REVERTED)))
                                .reaction())
                .isEqualTo(Reaction.REPORTED);
    }

    private static final Path PAGE = Path.of("../docs/operations/metrics.md");
    private static final Pattern ROW = Pattern.compile("^[|] (`.*?`) [|]", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("\\w+");

    private static final List<String> FUNCTIONS =
            List.of(
                    "ProfileGuard",
                    "ProfileProvisioner",
                    "TagEnforcer",
                    "NodeRoleCheck",
                    "FailureAdvisor",
                    "ProfileRotation",
                    "Backfill",
                    "Canary");

    /// The metrics that are no outcomes.
    private static final Set<String> OTHERS =
            Set.of(
                    "AnswerSeconds",
                    "DeliveryFaults",
                    "DeliverySeconds",
                    "FunctionsUnavailable",
                    "SweepFailures",
                    "SweptSubjects",
                    "UndeliveredFindings");

    private static final PerformedAction DONE =
            new PerformedAction(
                    new Action.TagProfile(new ProfileName("prod-web"), Tags.NONE), Effect.DONE);

    private static String metric(Measurement measurement, String function) {
        return measurement.name() + measurement.scope().dimensions("stack", function);
    }

    private static List<Outcome> everyOutcome() {
        List<Outcome> all = new ArrayList<>();
        decisions()
                .forEach(decision -> {
                    all.add(outcome(decision, List.of(), List.of()));
                    for (Kind kind : Kind.values()) {
                        all.add(outcome(decision, List.of(), List.of(finding(kind))));
                        all.add(outcome(decision, List.of(DONE), List.of(finding(kind))));
                    }
                });
        return all;
    }

    private static Stream<Decision> decisions() {
        return Stream.<Decision[]>of(
                        Decision.Common.values(),
                        GuardDecision.values(),
                        ProvisionDecision.values(),
                        TagDecision.values(),
                        NodeRoleDecision.values(),
                        AdviceDecision.values(),
                        RotationDecision.values(),
                        CanaryDecision.values(),
                        BackfillDecision.values())
                .flatMap(Stream::of);
    }

    private static Outcome outcome(
            Decision decision, List<PerformedAction> actions, List<Finding> findings) {
        return new Outcome.Answered(
                "instance-profile/prod-web", decision, "", actions, findings, Map.of(), "e");
    }

    private static Finding finding(Kind kind) {
        return new Finding(kind, "s", "123456789012", "", "", List.of(), List.of(), "e");
    }
}
