package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One guarded profile that is compared with its baseline. If it differs and the occasion does not
/// explain that, CloudTrail is asked which calls were made: valid ones are adopted, and the others
/// explain the drift.
///
/// @param occasion the event because of which the profile is read, or the state that a sweep found
/// @param recorded finds the changes of a profile in CloudTrail's records
/// @param grace how long drift without a known cause is not repaired
public record GuardTask(Change occasion, Guard guard, RecordedChanges recorded, Duration grace)
        implements Task {
    @Override
    public String subject() {
        return name().subject();
    }

    @Override
    public String eventId() {
        return occasion.eventId();
    }

    @Override
    public @Nullable String untouchable() {
        return guard.untouchable(name());
    }

    @Override
    public Decision decisionAfterError() {
        return GuardDecision.REVERT;
    }

    /// Reads the record and the profile: two reads. Uses the name in the event's capitalization
    /// only if neither exists.
    @Override
    public Step begin(Attempt attempt) {
        return Step.need(
                new Read.OfGuardRecord(name()),
                record ->
                        Step.need(
                                new Read.OfProfile(name()),
                                found ->
                                        Step.need(
                                                Read.OfTime.NOW,
                                                now -> new Comparison(record, found, now).step())));
    }

    private ProfileName name() {
        return occasion.profile();
    }

    /// What was read in one attempt.
    private final class Comparison {
        private final GuardRecord stored;
        private final ObservedProfile seen;
        private final Instant now;

        Comparison(GuardRecord stored, @Nullable InstanceProfile found, Instant now) {
            this.stored = stored;
            this.seen = ObservedProfile.of(stored, found);
            this.now = now;
        }

        Step step() {
            GuardPlan plan = guard.decide(occasion, seen, now);
            if (!(plan instanceof GuardPlan.Drifted)) {
                return steps(null).of(plan);
            }
            Explanation explanation = new Adoptions(guard, seen, now).explain(List.of(occasion));
            return explanation.isComplete()
                    ? decided(explanation)
                    : lookUp(explanation, names(plan.drifts()), List.of());
        }

        /// The names by which CloudTrail may know the calls: the profile's in every known
        /// capitalization, then the roles'.
        private List<String> names(List<Drift> drifts) {
            Set<String> names = new LinkedHashSet<>();
            names.add(seen.record().profile().value());
            names.add(stored.profile().value());
            names.add(name().value());
            drifts.forEach(drift -> drift.roles().forEach(role -> names.add(role.value())));
            return List.copyOf(names);
        }

        /// Looks up one name after the other until all drift is explained.
        ///
        /// @param calls those about the names before
        private Step lookUp(
                Explanation explanation, List<String> names, List<CloudTrailEvent> calls) {
            if (names.isEmpty()) {
                return decided(explanation);
            }
            Instant since = new DriftCauses(guard, seen).since(explanation.drifts());
            return Step.need(
                    new Read.OfHistory(names.getFirst(), since),
                    answer ->
                            switch (answer) {
                                case Read.History.Unavailable(String why) ->
                                        decided(explanation.without(why));
                                case Read.History.Known(List<CloudTrailEvent> more) ->
                                        explained(
                                                RecordedChanges.merged(calls, more),
                                                names.subList(1, names.size()));
                            });
        }

        /// Adopts the valid changes first. What is left was caused by the others.
        private Step explained(List<CloudTrailEvent> calls, List<String> otherNames) {
            List<Change> changes = new ArrayList<>(recorded.of(name(), calls));
            if (changes.stream().noneMatch(each -> each.eventId().equals(occasion.eventId()))) {
                changes.add(occasion);
                changes.sort(Comparator.comparing(Change::time));
            }
            Adoptions adoptions = new Adoptions(guard, seen, now);
            String tooEarly = adoptions.adopt(changes);
            if (tooEarly != null) {
                return new Step.LookAgain(tooEarly);
            }
            Explanation explanation = adoptions.explain(changes);
            return explanation.isComplete()
                    ? decided(explanation)
                    : lookUp(explanation, otherNames, calls);
        }

        private Step decided(Explanation explanation) {
            return steps(explanation)
                    .of(
                            explanation.drifts().isEmpty()
                                    ? withoutDrift(explanation)
                                    : new Enforcement(guard, occasion, grace, now)
                                            .decide(explanation));
        }

        /// Everything that differed was a valid change.
        private GuardPlan withoutDrift(Explanation explanation) {
            GuardPlan rest = guard.decide(occasion.unattributed(), explanation.seen(), now);
            return rest.findings().isEmpty()
                    ? GuardPlan.remember(adopted(explanation), rest.why(), rest.next())
                    : rest;
        }

        private Decision adopted(Explanation explanation) {
            return explanation.seen().record().baseline() == null
                    ? GuardDecision.GUARD_ENDED
                    : GuardDecision.ADOPTED;
        }

        private GuardSteps steps(@Nullable Explanation explanation) {
            return new GuardSteps(
                    occasion, seen, now, explanation == null ? null : explanation.adopted());
        }
    }
}
