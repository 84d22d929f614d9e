package dev.profileguard.tag;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.TagRecord;
import dev.profileguard.tag.rule.TagCauses;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagDecision;
import dev.profileguard.tag.rule.TagEnforcement;
import dev.profileguard.tag.rule.TagFault;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The steps that tasks for roles and for profiles share.
record TagSteps(TagChange change, TagEnforcement rule) {
    /// Continues, or retries if IAM does not show a recent change yet.
    ///
    /// @param found the tags; null: IAM shows no such role or profile
    Step unlessTooEarly(@Nullable Tags found, Supplier<Step> then) {
        return Step.need(
                Read.OfTime.NOW,
                now -> {
                    if (found == null) {
                        return rule.mayBeHidden(change, now) ? tooEarly() : then.get();
                    }
                    List<String> notShown = rule.notShown(change, found, now);
                    return notShown.isEmpty()
                            ? then.get()
                            : remembered(record ->
                                    record.wroteSince(change.call().time(), notShown, now)
                                            ? then.get()
                                            : tooEarly());
                });
    }

    /// IAM does not show the change yet.
    Step tooEarly() {
        return new Step.LookAgain("IAM does not show yet that %s".formatted(change.described()));
    }

    /// Reads TagEnforcer's record.
    Step remembered(Function<TagRecord, Step> then) {
        return Step.need(new Read.OfTagRecord(change.subject().key()), then);
    }

    /// Continues with what is known about the causes of faults. If the change does not explain a
    /// value or a spelling, CloudTrail is asked who set it.
    ///
    /// @param name of the role or profile, as IAM spells it
    /// @param own the roles of this stack
    Step explained(String name, List<TagFault> faults, Globs own, Function<TagCauses, Step> then) {
        TagCauses causes = TagCauses.of(change);
        return causes.canBeLookedUp(faults)
                ? Step.need(
                        new Read.OfHistory(name, Instant.EPOCH),
                        answer -> then.apply(new TagCauses(change, known(answer, own))))
                : then.apply(causes);
    }

    private List<TagChange> known(Read.History answer, Globs own) {
        return switch (answer) {
            case Read.History.Known(List<CloudTrailEvent> calls) ->
                    new RecordedTagChanges(own).of(change.subject(), calls);
            case Read.History.Unavailable _ -> List.of();
        };
    }

    /// The plan for a decision.
    ///
    /// @param read the record that was read
    Plan plan(TagEnforcement.Decided decided, TagRecord read) {
        Plan plan = decided.plan();
        return Plan.of(
                        plan.decision(),
                        plan.why(),
                        plan.remediations().stream().map(Remediation::reportedInPart).toList(),
                        plan.additional(),
                        plan.coverage())
                .reacting(TagSteps::reaction)
                .remembering(
                        new Memory.BeforeWriting(
                                List.of(new Memory.Entry.OfTags(read, decided.next()))));
    }

    private static @Nullable Step reaction(PerformedAction performed) {
        return performed.effect() == Effect.TAGS_FULL
                ? new Step.LookAgain(
                        "Another principal added tags to %s in the meantime, and it now has as many as IAM allows"
                                .formatted(performed.action().subject()))
                : null;
    }

    Plan gone() {
        return Plan.leave(
                TagDecision.GONE, "%s no longer exists".formatted(change.subject().subject()));
    }

    Plan ownedByService() {
        return Plan.leave(
                Decision.Common.NEVER_TOUCHED,
                "%s belongs to a service, by its path, tags or role"
                        .formatted(change.subject().subject()));
    }
}
