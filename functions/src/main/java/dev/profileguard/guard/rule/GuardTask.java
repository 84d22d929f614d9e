package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.UsageText;
import dev.profileguard.guard.rule.Explanation.Evidence;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Adopted;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One guarded profile that is compared with its baseline. If it differs and the occasion does not
/// explain that, CloudTrail is asked which calls were made: valid ones are adopted, and the others
/// explain the drift.
///
/// @param occasion the event because of which the profile is read, or the state that a sweep found
/// @param recorded finds the changes of a profile in CloudTrail's records
/// @param grace how long drift without a known cause is not repaired
/// @param withholds whether EC2 is asked before a role is put into the profile
/// @param associates whether instances of a deleted profile are associated again
/// @param knowsRoles whether all roles of the account are known, as in a sweep
public record GuardTask(
        Change occasion,
        Guard guard,
        RecordedChanges recorded,
        Duration grace,
        Withholding.Switch withholds,
        Reassociation.Switch associates,
        boolean knowsRoles)
        implements Task {
    /// How far CloudTrail's clock may be ahead of the function's.
    private static final Duration CLOCKS = Duration.ofMinutes(5);

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
        return guard.untouchable(occasion);
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
                record -> {
                    String untouchable = guard.untouchable(occasion, record);
                    return untouchable == null
                            ? unlessEcho(record, attempt)
                            : Plan.leave(Decision.Common.NEVER_TOUCHED, untouchable);
                });
    }

    private Step unlessEcho(GuardRecord record, Attempt attempt) {
        String echo = guard.echo(occasion, record);
        return echo == null
                ? compared(record, attempt)
                : Plan.leave(Decision.Common.NOT_FOR_US, echo);
    }

    private Step compared(GuardRecord record, Attempt attempt) {
        return Step.need(
                new Read.OfProfile(name()),
                found ->
                        Step.need(
                                Read.OfTime.NOW,
                                now -> new Comparison(record, found, now, attempt).step()));
    }

    @Override
    public List<Finding> refused(IamWriter.RefusedException refusal, List<String> done) {
        return List.of(
                occasion.call().refused(Rule.PROFILE_GUARD, subject(), name(), refusal, done));
    }

    /// With what uses the profile, as a sweep saw it.
    @Override
    public List<Finding> explained(List<Finding> findings, Step.Answers reads) {
        return UsageText.isNeededIn(findings)
                ? UsageText.in(findings, name(), reads.to(new Read.OfUsage(name())))
                : findings;
    }

    private ProfileName name() {
        return occasion.profile();
    }

    /// What was read in one attempt.
    private final class Comparison {
        private final GuardRecord stored;
        private final ObservedProfile seen;
        private final Instant now;
        private final Withholding withholding;
        private final Proof proof;

        Comparison(
                GuardRecord stored, @Nullable InstanceProfile found, Instant now, Attempt attempt) {
            this(stored, ObservedProfile.of(stored, found), now, attempt.mode(), Proof.NOT_ASKED);
        }

        private Comparison(
                GuardRecord stored, ObservedProfile seen, Instant now, Mode mode, Proof proof) {
            this.stored = stored;
            this.seen = seen;
            this.now = now;
            this.withholding = new Withholding(withholds, mode, spellings());
            this.proof = proof;
        }

        private Comparison with(Proof other) {
            return new Comparison(stored, seen, now, withholding.mode(), other);
        }

        /// The profile's name in each known capitalization.
        private Set<String> spellings() {
            Set<String> names = new LinkedHashSet<>();
            names.add(seen.record().profile().value());
            names.add(stored.profile().value());
            names.add(name().value());
            return names;
        }

        /// Whoever may invoke the function can hand in an event that never happened. What IAM does
        /// not show must be proven before it counts; what IAM shows is proven by a sweep.
        Step step() {
            if (guard.canary().made(occasion)) {
                return ofCanary();
            }
            GuardPlan plan = guard.decide(occasion, seen, now);
            if (guard.canary().isFormer(name(), seen.record())) {
                return steps(null).of(plan);
            }
            if (!(proof instanceof Proof.NotAsked)) {
                return step(plan);
            }
            if (new Proof.Claim(occasion, seen, now).isBasisOf(plan, guard)) {
                return proving();
            }
            if (occasion.time().isAfter(now)) {
                return about(occasion.notAfter(now), Proof.NOT_ASKED).step();
            }
            return isToBeProvenLater() ? provingLater() : step(plan);
        }

        /// The canary's own change needs no proof and no look into CloudTrail: whoever claims it
        /// gets the tag that guards the canary's profile, and nothing else.
        private Step ofCanary() {
            Adoptions adoptions = new Adoptions(guard, seen, now);
            GuardPlan plan = guard.decide(occasion, adoptions.record(occasion), now);
            return plan instanceof GuardPlan.Drifted
                    ? decided(adoptions.explain(List.of(occasion), Evidence.EVENT))
                    : steps(null).of(plan);
        }

        /// The same for another occasion.
        private Comparison about(Change other, Proof known) {
            return new GuardTask(other, guard, recorded, grace, withholds, associates, knowsRoles)
            .new Comparison(stored, seen, now, withholding.mode(), known);
        }

        private Step proving() {
            return Step.need(
                    new Read.OfHistory(LookupKey.event(occasion.eventId()), occasion.time()),
                    answer -> {
                        if (answer instanceof Read.History.Known(List<CloudTrailEvent> calls)
                                && Proof.of(occasion, recorded.of(name(), calls))) {
                            return with(new Proof.Proven(occasion.eventId())).step();
                        }
                        return isExpected() ? pending() : refused(unavailable(answer));
                    });
        }

        private static @Nullable String unavailable(Read.History answer) {
            return switch (answer) {
                case Read.History.Unavailable(String why) -> why;
                case Read.History.Known _ -> null;
            };
        }

        /// Whether CloudTrail may not show the call yet.
        private boolean isExpected() {
            Duration wait =
                    grace.compareTo(CloudTrailEvent.DELAY) > 0 ? grace : CloudTrailEvent.DELAY;
            return now.isBefore(occasion.time().plus(wait))
                    && occasion.time().isBefore(now.plus(CLOCKS));
        }

        private Step pending() {
            return new Step.LookAgain(
                    "CloudTrail does not show event %s yet, and only it can prove that %s"
                            .formatted(occasion.eventId(), occasion.described()));
        }

        /// Goes on as if nobody had said anything about the profile.
        private Step refused(@Nullable String unavailable) {
            Finding finding =
                    GuardFindings.adoptionUnproven(
                            occasion,
                            occasion.actor().described(),
                            occasion.eventId(),
                            occasion.described(),
                            false,
                            unavailable);
            return about(occasion.unattributed().notAfter(now), new Proof.Missing(finding)).step();
        }

        private boolean isToBeProvenLater() {
            Adopted unproven = seen.record().unproven();
            return occasion.isFound()
                    && unproven != null
                    && !now.isBefore(unproven.time().plus(CloudTrailEvent.DELAY));
        }

        private Step provingLater() {
            Adopted unproven = Objects.requireNonNull(seen.record().unproven());
            if (unproven.time().isBefore(now.minus(CloudTrailEvent.RETENTION))) {
                return with(new Proof.Proven(unproven.eventId())).step();
            }
            return Step.need(
                    new Read.OfHistory(LookupKey.event(unproven.eventId()), unproven.time()),
                    answer -> {
                        if (!(answer instanceof Read.History.Known(List<CloudTrailEvent> calls))) {
                            return step(guard.decide(occasion, seen, now));
                        }
                        return with(Proof.of(unproven, recorded.of(name(), calls))
                                        ? new Proof.Proven(unproven.eventId())
                                        : new Proof.Missing(unproven(unproven)))
                                .step();
                    });
        }

        private Finding unproven(Adopted unproven) {
            return GuardFindings.adoptionUnproven(
                    occasion,
                    unproven.by(),
                    unproven.eventId(),
                    "%s changed the profile at %s".formatted(unproven.by(), unproven.time()),
                    true,
                    null);
        }

        private Step step(GuardPlan plan) {
            boolean verifies = isToBeVerified();
            if (!(plan instanceof GuardPlan.Drifted) && !verifies) {
                return settled(plan);
            }
            Explanation explanation =
                    new Adoptions(guard, seen, now).explain(List.of(occasion), Evidence.EVENT);
            if (verifies) {
                return lookUp(explanation, lookups(plan.drifts()));
            }
            return explanation.isComplete()
                    ? decided(explanation)
                    : lookUp(explanation, lookups(plan.drifts()));
        }

        /// The step for a profile without drift. If ProfileGuard may just have put the role into
        /// it, EC2 is asked who uses it.
        private Step settled(GuardPlan plan) {
            RoleGate gate = withholding.unchecked(plan, seen, occasion);
            Role held = seen.profile() == null ? null : seen.profile().role();
            if (gate == null || held == null) {
                return associating(withFindings(plan));
            }
            return Step.need(
                    new Read.OfProfileUse(gate.names()),
                    use -> {
                        RoleRefusal refusal = gate.refusal(held.name(), use);
                        return refusal == null
                                ? associating(withFindings(withholding.checked(plan)))
                                : steps(null).withdraw(plan, refusal);
                    });
        }

        /// The step for a profile that is right. If it was deleted before, EC2 is asked which
        /// instances still have its old ID, unless somebody untrusted created it again.
        private Step associating(GuardPlan plan) {
            InstanceProfile profile = seen.profile();
            if (profile == null || !associates.isDue(plan)) {
                return steps(null).of(plan);
            }
            return profile.id().equals(plan.next().foreignId())
                    ? Step.need(
                            new Read.OfHistory(
                                    profile.name().value(), plan.next().former().getLast().right()),
                            answer ->
                                    isOurs(profile, answer)
                                            ? asking(
                                                    plan.storing(plan.next().withForeign(null)),
                                                    profile)
                                            : steps(null).of(foreign(plan)))
                    : asking(plan, profile);
        }

        private GuardPlan foreign(GuardPlan plan) {
            return new GuardPlan.Remember(
                    GuardDecision.ASSOCIATING,
                    "CloudTrail does not show that ProfileGuard created %s again: no instance is associated with it"
                            .formatted(name()),
                    plan.next(),
                    plan.findings());
        }

        private Step asking(GuardPlan plan, InstanceProfile profile) {
            return Step.need(
                    new Read.OfProfileUse(spellings()),
                    use ->
                            steps(null)
                                    .associate(
                                            plan,
                                            new Reassociation(
                                                    occasion, profile, plan.next(), use)));
        }

        /// Whether a sweep must compare repairs with CloudTrail: they were made because of an event
        /// alone, and CloudTrail shows by now what led to them.
        private boolean isToBeVerified() {
            Instant unverified = seen.record().unverified();
            return occasion.isFound()
                    && seen.record().baseline() != null
                    && unverified != null
                    && !now.isBefore(unverified.plus(CloudTrailEvent.DELAY));
        }

        /// The names by which CloudTrail may know the calls: the profile's in every known
        /// capitalization, then the roles'.
        private Lookups lookups(List<Drift> drifts) {
            Set<String> names = spellings();
            drifts.forEach(drift -> drift.roles().forEach(role -> names.add(role.value())));
            Baseline baseline = seen.record().baseline();
            if (baseline != null && baseline.role() != null) {
                names.add(baseline.role().name().value());
            }
            return Lookups.of(names);
        }

        /// Looks up one name after the other until all drift is explained.
        private Step lookUp(Explanation explanation, Lookups lookups) {
            String name = lookups.next();
            if (name == null) {
                return decided(explanation);
            }
            Instant since = new DriftCauses(guard, seen).since(explanation.drifts());
            return Step.need(
                    new Read.OfHistory(name, since),
                    answer ->
                            switch (answer) {
                                case Read.History.Unavailable(String why) ->
                                        decided(explanation.without(why));
                                case Read.History.Known(List<CloudTrailEvent> more) ->
                                        explained(lookups.after(name, more));
                            });
        }

        /// Adopts the valid changes first. What is left was caused by the others. A repair after an
        /// event does not wait for further lookups; a sweep looks all names up.
        private Step explained(Lookups lookups) {
            List<Change> known = recorded.of(name(), lookups.calls());
            List<Change> changes = new ArrayList<>(known);
            Lookups rest = lookups.with(changes);
            if (changes.stream().noneMatch(each -> each.eventId().equals(occasion.eventId()))) {
                changes.add(occasion);
                changes.sort(Comparator.comparing(Change::time));
            }
            Adoptions adoptions = new Adoptions(guard, seen, now);
            String tooEarly = adoptions.adopt(known, changes);
            if (tooEarly != null) {
                return new Step.LookAgain(tooEarly);
            }
            Evidence evidence = rest.next() == null ? Evidence.HISTORY : Evidence.EVENT;
            Explanation explanation = adoptions.explain(changes, evidence);
            return explanation.isComplete() && !occasion.isFound()
                    ? decided(explanation)
                    : lookUp(explanation, rest);
        }

        private Step decided(Explanation explanation) {
            GuardPlan plan =
                    withFindings(
                            explanation.drifts().isEmpty()
                                    ? withoutDrift(explanation)
                                    : new Enforcement(guard, occasion, grace, now)
                                            .decide(explanation));
            return plan instanceof GuardPlan.Repair
                    ? repairing(steps(explanation), plan)
                    : steps(explanation).of(plan);
        }

        /// A profile that was created again is foreign. If the record says that an invocation began
        /// to repair the profile, that invocation may have created it, and CloudTrail shows it.
        private Step repairing(GuardSteps steps, GuardPlan plan) {
            InstanceProfile found = seen.profile();
            boolean isForeign = found != null && found.id().equals(plan.next().foreignId());
            Withheld started = seen.record().withheld();
            if (found == null || !isForeign || started == null) {
                return unlessGone(steps, plan);
            }
            return Step.need(
                    new Read.OfHistory(seen.record().profile().value(), started.since()),
                    answer ->
                            unlessGone(
                                    steps,
                                    isOurs(found, answer)
                                            ? plan.storing(plan.next().withForeign(null))
                                            : plan));
        }

        private boolean isOurs(InstanceProfile found, Read.History answer) {
            return answer instanceof Read.History.Known(List<CloudTrailEvent> calls)
                    && recorded.isCreatedByUs(found, calls);
        }

        /// A role that is gone cannot be given to anybody. Without this read, each sweep would ask
        /// EC2 about it, and store that.
        private Step unlessGone(GuardSteps steps, GuardPlan plan) {
            Baseline baseline = plan.next().baseline();
            Baseline.RecordedRole recorded = baseline == null ? null : baseline.role();
            return recorded == null || !knowsRoles
                    ? steps.of(plan)
                    : Step.need(
                            new Read.OfRole(recorded.name()),
                            role -> (role == null ? steps.withoutAsking() : steps).of(plan));
        }

        /// The plan with a finding as long as the baseline is provisional, with what CloudTrail
        /// says about a change that rests on an event alone, and with what is wrong about a
        /// release.
        private GuardPlan withFindings(GuardPlan decided) {
            GuardPlan plan = proof instanceof Proof.Proven proven ? proven.in(decided) : decided;
            Baseline baseline = plan.next().baseline();
            boolean first = seen.record().baseline() == null;
            String refusal = new TaggedRelease(occasion, guard.trusted()).refusal();
            if (baseline != null && refusal != null) {
                plan = plan.with(GuardFindings.releaseRefused(occasion, refusal));
            }
            if (baseline != null && baseline.provisional()) {
                plan = plan.with(GuardFindings.provisional(occasion, baseline, first));
            }
            return proof instanceof Proof.Missing(Finding finding) ? plan.with(finding) : plan;
        }

        /// Everything that differed was a valid change.
        private GuardPlan withoutDrift(Explanation explanation) {
            GuardPlan rest = guard.decide(occasion.unattributed(), explanation.seen(), now);
            if (!rest.findings().isEmpty()) {
                return rest;
            }
            GuardRecord next =
                    isToBeVerified() && explanation.unavailable() == null
                            ? rest.next().verified()
                            : rest.next();
            Decision decision =
                    explanation.adopted() == null ? rest.decision() : adopted(explanation);
            return GuardPlan.remember(decision, rest.why(), next);
        }

        private Decision adopted(Explanation explanation) {
            return explanation.seen().record().baseline() == null
                    ? GuardDecision.GUARD_ENDED
                    : GuardDecision.ADOPTED;
        }

        private GuardSteps steps(@Nullable Explanation explanation) {
            return new GuardSteps(
                    occasion,
                    seen,
                    now,
                    explanation == null ? null : explanation.adopted(),
                    explanation == null ? Evidence.EVENT : explanation.evidence(),
                    withholding);
        }
    }
}
