package dev.profileguard.provision;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.ProvisioningFindings;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.TagRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One role that should have a profile, for [Provisioning] to judge.
///
/// @param maker whether the trigger's call tells who made the role
record ProvisionTask(
        ProvisionTrigger.Wanted wanted, Provisioning rule, Retirement retirement, Maker maker)
        implements Task {
    /// A trigger that comes too early by no more is waited for here; any other one comes again
    /// later.
    private static final Duration LITTLE = Duration.ofSeconds(10);

    /// Who made the role.
    enum Maker {
        /// The caller of the trigger's call, or nobody has to know.
        SAID,
        /// CloudTrail is asked before a profile is made; where it does not tell, one is made.
        ASKED,
        /// CloudTrail is asked before a profile is made; where it does not tell, none is made.
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
    public Decision whenCutShort() {
        return ProvisionDecision.PROVISION;
    }

    @Override
    public Step begin(Attempt attempt) {
        Plan settled = rule.beforeLooking(wanted, TrustPolicies.claimed(wanted));
        return settled == null
                ? onceDue(
                        rule.dueAt(wanted),
                        () ->
                                Step.need(
                                        new Read.OfRole(wanted.role()),
                                        role ->
                                                role == null
                                                        ? withoutRole()
                                                        : judge(role, attempt)))
                : settled;
    }

    /// Waits for what is a little early.
    private Step onceDue(Instant due, Supplier<Step> then) {
        return Step.need(
                Read.OfTime.NOW,
                now -> {
                    Duration early = Duration.between(now, due);
                    if (early.compareTo(LITTLE) > 0) {
                        return Plan.leave(
                                ProvisionDecision.NOT_YET,
                                "Others may make the profile of %s themselves until %s"
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
                                                "There is no role %s (any more)"
                                                        .formatted(wanted.role())));
    }

    private Step judge(RoleDetail role, Attempt attempt) {
        TrustPolicy.Answer trust = TrustPolicies.of(role);
        Plan settled = rule.aboutRole(role, trust);
        return settled == null
                ? onceDue(
                        rule.dueAt(wanted, role),
                        () ->
                                Step.need(
                                        new Read.OfProfilesWith(role.name()),
                                        holders -> judge(role, trust, holders, attempt)))
                : settled;
    }

    /// IAM's answer to the creation tells whether there is a profile of the role's name, which
    /// saves a read wherever there is none. It is read where nothing is created, or that was tried
    /// before, or the maker is still to be found out.
    private Step judge(
            RoleDetail role,
            TrustPolicy.Answer trust,
            List<InstanceProfile> holders,
            Attempt attempt) {
        boolean createTells =
                maker == Maker.SAID
                        && attempt.mode() == Mode.ENFORCE
                        && attempt.writes() == Writes.NONE;
        return holders.isEmpty() && !createTells
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
                    return maker == Maker.SAID
                            ? provide(plan, role, findings, attempt, now)
                            : attributed(role, attempt, now);
                });
    }

    private Step attributed(RoleDetail role, Attempt attempt, Instant now) {
        if (role.created().isBefore(now.minus(CloudTrailEvent.RETENTION))) {
            return attributed(null, attempt);
        }
        return Step.need(
                new Read.OfCalls(wanted.role().value(), role.created()),
                calls -> attributed(RoleCreation.in(calls, wanted.role()), attempt));
    }

    /// Judges the role anew, now that its maker is known. What its trust policy was at first does
    /// not count: IAM has shown what it is.
    private Step attributed(ProvisionTrigger.@Nullable Wanted creation, Attempt attempt) {
        if (creation == null && maker == Maker.REQUIRED) {
            return Plan.leave(ProvisionDecision.LEFT_TO_CODE, nobodyKnown());
        }
        ProvisionTrigger.Wanted known = creation == null ? wanted : creation.withoutTrustPolicy();
        return new ProvisionTask(known, rule, retirement, Maker.SAID).begin(attempt);
    }

    private String nobodyKnown() {
        return """
        %s is in no profile, and CloudTrail does not tell any more who made it: it may be\
         infrastructure as code (ProvisionFor=unless-iac). Applying a plan makes its profile\
        """
                .formatted(wanted.role());
    }

    private Step provide(
            Plan plan,
            RoleDetail role,
            ProvisioningFindings findings,
            Attempt attempt,
            Instant now) {
        Plan reacting = plan.reacting(performed -> reaction(performed, findings));
        if (attempt.mode() == Mode.ENFORCE) {
            return remembering(reacting, role, now);
        }
        boolean creates = plan.actions().stream().anyMatch(Action.CreateProfile.class::isInstance);
        return creates
                ? Step.need(
                        new Read.OfProfileQuota(),
                        quota -> quota.isReached() ? quotaReached(quota, findings) : reacting)
                : reacting;
    }

    private @Nullable Step reaction(PerformedAction performed, ProvisioningFindings findings) {
        return switch (performed.effect()) {
            case QUOTA_REACHED ->
                    Step.need(new Read.OfProfileQuota(), quota -> quotaReached(quota, findings));
            case ROLE_GONE ->
                    new Step.LookAgain(
                            "IAM does not show role %s (any more)".formatted(wanted.role()));
            case DONE, ALREADY, WOULD_DO, TAGS_FULL -> null;
        };
    }

    private static Plan quotaReached(Quota quota, ProvisioningFindings findings) {
        return Plan.leave(
                ProvisionDecision.QUOTA_REACHED,
                "The account may have no more profiles",
                findings.quotaReached(quota));
    }

    /// Remembers that the role is about to get its profile, and which tags that will have from the
    /// role, so that they follow it.
    private Step remembering(Plan plan, RoleDetail role, Instant now) {
        Memory.Entry making =
                new Memory.Entry.OfMaking(Provisioning.profileOf(role.name()), role.role(), now);
        if (rule.inheritedBy(role).values().isEmpty()) {
            return plan.remembering(new Memory.BeforeWriting(List.of(making)));
        }
        return Step.need(
                new Read.OfTagRecord(rule.tagRecordOf(role)),
                before ->
                        plan.remembering(
                                new Memory.BeforeWriting(
                                        List.of(
                                                making,
                                                new Memory.Entry.OfTags(
                                                        before, carrying(before, role))))));
    }

    private TagRecord carrying(TagRecord before, RoleDetail role) {
        TagRecord next = before;
        for (var tag : rule.inheritedBy(role).values().entrySet()) {
            next = next.withInherited(tag.getKey(), tag.getValue(), null);
        }
        return next;
    }
}
