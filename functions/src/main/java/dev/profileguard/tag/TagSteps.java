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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    /// value or a spelling, CloudTrail is asked who set it: by the name as IAM spells it, then, if
    /// that does not explain it, by the name as the event spells it. CloudTrail compares names by
    /// their capitalization; IAM does not.
    ///
    /// @param name of the role or profile, as IAM spells it
    /// @param own the roles of this stack
    Step explained(String name, List<TagFault> faults, Globs own, Function<TagCauses, Step> then) {
        Set<String> names = new LinkedHashSet<>(List.of(name, change.subject().name().value()));
        return explained(TagCauses.of(change), List.copyOf(names), faults, own, then);
    }

    /// Looks up one name after the other until all faults are explained.
    private Step explained(
            TagCauses causes,
            List<String> names,
            List<TagFault> faults,
            Globs own,
            Function<TagCauses, Step> then) {
        return names.isEmpty() || !causes.canBeLookedUp(faults)
                ? then.apply(causes)
                : Step.need(
                        new Read.OfHistory(names.getFirst(), Instant.EPOCH),
                        answer ->
                                switch (answer) {
                                    case Read.History.Unavailable _ -> then.apply(causes);
                                    case Read.History.Known(List<CloudTrailEvent> calls) ->
                                            explained(
                                                    causes.with(known(calls, own)),
                                                    names.subList(1, names.size()),
                                                    faults,
                                                    own,
                                                    then);
                                });
    }

    private List<TagChange> known(List<CloudTrailEvent> calls, Globs own) {
        return new RecordedTagChanges(own).of(change.subject(), calls);
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
