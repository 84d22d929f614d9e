package dev.profileguard.sweep.result;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a sweep says about itself, with its findings.
///
/// @param call the sweep's own call
public record SweepOutcomes(Call call) {
    private static final int MOST_REASONS = 5;

    /// The outcome of a sweep that went through everything.
    ///
    /// @param failed how often a rule failed for a role or profile
    /// @param reasons why, the most frequent first
    /// @param isWhole whether it covered the whole account; if not, it has no finding, since each
    ///   role or profile has one
    public Outcome swept(int failed, List<String> reasons, boolean isWhole) {
        if (failed == 0) {
            return outcome(
                    account(), SweepDecision.COMPLETE, "The sweep went through all", List.of());
        }
        String why =
                "The sweep went through all, but rules failed %d times for roles or profiles: %s"
                        .formatted(failed, shortened(reasons));
        return outcome(
                account(),
                Decision.Common.FAILED,
                why,
                isWhole ? List.of(failedFinding(why)) : List.of());
    }

    private Finding failedFinding(String why) {
        return new Finding(
                Kind.SWEEP_FAILED,
                account(),
                call.account(),
                new Actor.Unattributed().described(),
                "%s (ended at %s)".formatted(why, call.time()),
                List.of("nothing more: the sweep went on without them"),
                List.of(
                        "Fix the causes: each role or profile has a finding of its own, such as"
                                + " guard-failed, and a line in the report of the sweep",
                        "Wait for the next sweep, or start one now: ./guard sweep"),
                call.eventId());
    }

    private static String shortened(List<String> reasons) {
        List<String> some = new ArrayList<>(reasons.stream().limit(MOST_REASONS).toList());
        if (reasons.size() > MOST_REASONS) {
            some.add("%d more reasons".formatted(reasons.size() - MOST_REASONS));
        }
        return String.join("; ", some);
    }

    /// The outcome of a check.
    public Outcome checked(DeliveryCheck check) {
        if (check.faults().isEmpty()) {
            return works(check.subject());
        }
        String why = String.join(". ", check.faults());
        return outcome(
                check.subject(), SweepDecision.DELIVERY_FAULT, why, List.of(finding(check, why)));
    }

    /// The outcome for a thing that has no fault, or does not exist any more.
    public Outcome works(String subject) {
        return outcome(subject, SweepDecision.DELIVERS, "Nothing is wrong", List.of());
    }

    private Finding finding(DeliveryCheck check, String why) {
        return new Finding(
                Kind.DELIVERY_FAULT,
                check.subject(),
                call.account(),
                new Actor.Unattributed().described(),
                "found by a sweep at %s: %s".formatted(call.time(), why),
                List.of("nothing: Profile Guard changes no rule, trail or queue"),
                List.of(
                        "Do what the cause says: docs/findings/delivery-fault.md has the commands",
                        "Wait for the next sweep, or start one now: ./guard sweep"),
                call.eventId());
    }

    private String account() {
        return "account/" + call.account();
    }

    private Outcome outcome(String subject, Decision decision, String why, List<Finding> findings) {
        return new Outcome.Answered(
                subject, decision, why, List.of(), findings, Map.of(), call.eventId());
    }
}
