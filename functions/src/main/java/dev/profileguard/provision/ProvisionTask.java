package dev.profileguard.provision;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.ProvisioningFindings;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One role that may need a profile, evaluated by [Provisioning].
///
/// @param lookup whether the role's creator must be looked up in CloudTrail
record ProvisionTask(
        ProvisionTrigger.Wanted wanted,
        Provisioning rule,
        Retirement retirement,
        CreatorLookup lookup)
        implements Task {
    /// The longest wait for a trigger that is too early. After a longer time, the queue delivers
    /// the trigger again.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /// Whether the role's creator is looked up.
    enum CreatorLookup {
        /// No: the trigger contains the creator, or it does not matter.
        NONE,
        /// It was done: the trigger contains what CloudTrail knows.
        DONE,
        /// Yes, before a profile is created. If CloudTrail has no record, it is created anyway.
        OPTIONAL,
        /// Yes, before a profile is created. If CloudTrail has no record, it is not created.
        REQUIRED
    }

    @Override
    public String subject() {
        return wanted.role().subject();
    }

    @Override
    public String eventId() {
        return wanted.call().eventId();
    }

    @Override
    public @Nullable String untouchable() {
        return rule.untouchable(wanted.role());
    }

    @Override
    public Decision decisionAfterError() {
        return ProvisionDecision.PROVISION;
    }

    @Override
    public Step begin(Attempt attempt) {
        Plan settled = rule.decideFromCall(wanted, TrustPolicies.claimed(wanted));
        return settled == null
                ? whenDue(
                        rule.dueAt(wanted),
                        () ->
                                Step.need(
                                        new Read.OfRole(wanted.role()),
                                        role ->
                                                role == null
                                                        ? withoutRole()
                                                        : evaluate(role, attempt)))
                : settled;
    }

    /// Continues when the trigger is due: waits a short time, or decides `not-yet`.
    private Step whenDue(Instant due, Supplier<Step> then) {
        return Step.need(
                Read.OfTime.NOW,
                now -> {
                    Duration early = Duration.between(now, due);
                    if (early.compareTo(LONGEST_WAIT) > 0) {
                        return Plan.leave(
                                ProvisionDecision.NOT_YET,
                                "Waiting until %2$s, so that others can create the profile of %1$s themselves"
                                        .formatted(wanted.role(), due));
                    }
                    return early.isPositive()
                            ? Step.need(new Read.OfTime(due), later -> then.get())
                            : then.get();
                });
    }

    private Step withoutRole() {
        return Step.need(
                Read.OfTime.NOW,
                now ->
                        EventualConsistency.mayHide(wanted.since(), now)
                                ? new Step.LookAgain(
                                        "IAM does not show role %s (yet)".formatted(wanted.role()))
                                : new Leftover(wanted, retirement)
                                        .removedOr(
                                                ProvisionDecision.ROLE_GONE,
                                                "There is no role %s, or not any more"
                                                        .formatted(wanted.role())));
    }

    private Step evaluate(RoleDetail role, Attempt attempt) {
        TrustPolicy.Answer trust = TrustPolicies.of(role);
        Plan settled = rule.decideFromRole(role, trust);
        return settled == null
                ? whenDue(
                        rule.dueAt(wanted, role),
                        () ->
                                Step.need(
                                        new Read.OfProfilesWith(role.name()),
                                        holders -> evaluate(role, trust, holders, attempt)))
                : settled;
    }

    /// CreateInstanceProfile fails if there is a profile with the role's name, so usually no read
    /// is necessary. The profile is read if the mode does not write, an earlier attempt tried to
    /// write, or the creator must be looked up.
    private Step evaluate(
            RoleDetail role,
            TrustPolicy.Answer trust,
            List<InstanceProfile> holders,
            Attempt attempt) {
        boolean creationDetects =
                lookup == CreatorLookup.NONE
                        && attempt.mode() == Mode.ENFORCE
                        && attempt.writes() == Writes.NONE;
        return holders.isEmpty() && !creationDetects
                ? Step.need(
                        new Read.OfProfile(Provisioning.profileOf(role.name())),
                        sameName -> decide(role, trust, holders, sameName, attempt))
                : decide(role, trust, holders, null, attempt);
    }

    private Step decide(
            RoleDetail role,
            TrustPolicy.Answer trust,
            List<InstanceProfile> holders,
            @Nullable InstanceProfile sameName,
            Attempt attempt) {
        ProvisioningFindings findings = new ProvisioningFindings(wanted, role.name(), trust);
        return Step.need(
                Read.OfTime.NOW,
                now -> {
                    Plan plan = rule.decide(findings, role, holders, sameName, now);
                    if (plan.decision() != ProvisionDecision.PROVISION) {
                        return plan;
                    }
                    return lookup == CreatorLookup.NONE || lookup == CreatorLookup.DONE
                            ? new ProfileCreation(wanted, rule, findings)
                                    .of(plan, role, attempt.mode(), now)
                            : withCreator(role, attempt, now);
                });
    }

    private Step withCreator(RoleDetail role, Attempt attempt, Instant now) {
        if (role.created().isBefore(now.minus(CloudTrailEvent.RETENTION))) {
            return withCreator(null, attempt);
        }
        return Step.need(
                new Read.OfCalls(wanted.role().value(), role.created()),
                calls -> withCreator(RoleCreation.in(calls, wanted.role()), attempt));
    }

    /// Evaluates the role again with its creator. Ignores the trust policy of the CreateRole call,
    /// because the current one was read from IAM.
    private Step withCreator(ProvisionTrigger.@Nullable Wanted creation, Attempt attempt) {
        if (creation == null && lookup == CreatorLookup.REQUIRED) {
            return Plan.leave(ProvisionDecision.LEFT_TO_CODE, creatorUnknown());
        }
        ProvisionTrigger.Wanted known = creation == null ? wanted : creation.withoutTrustPolicy();
        return new ProvisionTask(known, rule, retirement, CreatorLookup.DONE).begin(attempt);
    }

    private String creatorUnknown() {
        return """
        No profile contains %s, and CloudTrail no longer shows who created the role, so it may\
         belong to infrastructure as code (ProvisionFor=unless-iac). Apply a plan to create its\
         profile\
        """
                .formatted(wanted.role());
    }
}
