package dev.profileguard.provision;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.provision.rule.Creator;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.ProvisioningFindings;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One role that may need a profile, evaluated by [Provisioning].
///
/// @param lookup whether the role's creator must be looked up in CloudTrail
record ProvisionTask(
        ProvisionTrigger.Wanted wanted,
        Provisioning provisioning,
        Retirement retirement,
        CreatorLookup lookup)
        implements RoleTask {
    /// Whether the role's creator is looked up.
    enum CreatorLookup {
        /// No: the trigger contains the creator, or it does not matter.
        NONE,
        /// Yes, before a profile is created: the call only changed the role, and the role belongs
        /// to the tool that created it. If CloudTrail no longer has the creation, the profile is
        /// created.
        EDITED,
        /// It was done: the trigger contains what CloudTrail knows.
        DONE,
        /// Yes, before a profile is created. If CloudTrail has no record, it is created anyway.
        OPTIONAL,
        /// Yes, before a profile is created. If CloudTrail has no record, it is not created.
        REQUIRED,
        /// As [#OPTIONAL], for an item of a plan: no profile had the role's name when it was made.
        PLANNED,
        /// It was done for an item of a plan.
        PLANNED_DONE;

        /// The same after the lookup.
        CreatorLookup done() {
            return this == PLANNED ? PLANNED_DONE : DONE;
        }
    }

    @Override
    public ProvisionTrigger trigger() {
        return wanted;
    }

    @Override
    public Decision decisionAfterError() {
        return ProvisionDecision.PROVISION;
    }

    @Override
    public Step begin(Attempt attempt) {
        Plan settled = provisioning.decideFromCall(wanted, TrustPolicies.claimed(wanted));
        return settled == null
                ? new Due(wanted.role(), provisioning.dueAt(wanted))
                        .then(() ->
                                Step.need(
                                        new Read.OfRole(wanted.role()),
                                        role ->
                                                role == null
                                                        ? withoutRole()
                                                        : evaluate(role, attempt)))
                : settled;
    }

    private Step withoutRole() {
        return Step.need(
                Read.OfTime.NOW,
                now ->
                        EventualConsistency.mayHide(wanted.since(), now)
                                ? new Step.LookAgain(
                                        "IAM does not show role %s (yet)".formatted(wanted.role()))
                                : leftover()
                                        .removedOr(
                                                Plan.leave(
                                                        ProvisionDecision.ROLE_GONE,
                                                        "There is no role %s, or not any more"
                                                                .formatted(wanted.role()))));
    }

    /// Removes the empty profile of a role that needs none.
    Leftover leftover() {
        return new Leftover(wanted, retirement);
    }

    private Step evaluate(RoleDetail role, Attempt attempt) {
        TrustPolicy.Answer trust = TrustPolicies.of(role);
        Plan settled = provisioning.decideFromRole(role, trust);
        if (settled != null) {
            return isSweep() ? leftover().recordedOr(settled) : settled;
        }
        return new Due(wanted.role(), provisioning.dueAt(wanted, role))
                .then(() -> new ProfileSteps(this, role, trust, attempt).first());
    }

    /// Whether a person requests the role's profile.
    boolean isRequested() {
        return lookup == CreatorLookup.NONE && wanted.creator() instanceof Creator.Unattributed;
    }

    /// Whether a sweep or a person named the role, so that its creator has to be looked up.
    boolean isSweep() {
        return lookup == CreatorLookup.OPTIONAL
                || lookup == CreatorLookup.REQUIRED
                || lookup == CreatorLookup.PLANNED;
    }

    @Override
    public List<Finding> unfinished(List<PerformedAction> performed, RuntimeException end) {
        ProvisioningFindings findings =
                new ProvisioningFindings(wanted, wanted.role(), new TrustPolicy.Answer.Yes());
        return performed.stream()
                .filter(each ->
                        each.action() instanceof Action.CreateProfile
                                && each.effect() == Effect.DONE)
                .map(each ->
                        findings.unfinished(
                                String.valueOf(end.getMessage()),
                                end instanceof IamWriter.RefusedException refusal
                                        ? refusal.todo()
                                        : List.of("Fix the cause that the error names")))
                .toList();
    }

    /// Evaluates the role again once its creator is looked up. IAM spells a role's name as the call
    /// did that created it, and CloudTrail compares names by their capitalization.
    Step withCreator(RoleDetail role, Attempt attempt, Instant now) {
        if (role.created().isBefore(now.minus(CloudTrailEvent.RETENTION))) {
            return withCreator(null, attempt);
        }
        return Step.need(
                new Read.OfCalls(role.name().value(), role.created()),
                calls -> withCreator(RoleCreation.in(calls, wanted.role()), attempt));
    }

    /// Continues unless infrastructure as code created the role: it stays the tool's role, whatever
    /// edits it.
    Step unlessCreatedByCode(RoleDetail role, Instant now, Supplier<Step> then) {
        return role.created().isBefore(now.minus(CloudTrailEvent.RETENTION))
                ? then.get()
                : Step.need(
                        new Read.OfHistory(wanted.role().value(), role.created()),
                        history ->
                                switch (history) {
                                    case Read.History.Known(List<CloudTrailEvent> calls) ->
                                            unlessCreatedByCode(calls, role, now, then);
                                    case Read.History.Unavailable(String why) ->
                                            creatorUnclear("cannot be asked: " + why);
                                });
    }

    private Step unlessCreatedByCode(
            List<CloudTrailEvent> calls, RoleDetail role, Instant now, Supplier<Step> then) {
        ProvisionTrigger.Wanted creation = RoleCreation.in(calls, wanted.role());
        if (creation == null) {
            return now.isBefore(role.created().plus(CloudTrailEvent.DELAY))
                    ? creatorUnclear("does not show it yet")
                    : then.get();
        }
        Plan settled = provisioning.decideFromCall(creation, null);
        return settled == null ? then.get() : settled;
    }

    private Plan creatorUnclear(String why) {
        return Plan.leave(
                ProvisionDecision.NOT_YET,
                "CloudTrail, which shows who created role %s, %s".formatted(wanted.role(), why));
    }

    /// Ignores the trust policy of the CreateRole call, because the current one was read from IAM.
    private Step withCreator(ProvisionTrigger.@Nullable Wanted creation, Attempt attempt) {
        if (creation == null && lookup == CreatorLookup.REQUIRED) {
            return Plan.leave(ProvisionDecision.LEFT_TO_CODE, creatorUnknown());
        }
        ProvisionTrigger.Wanted known = creation == null ? wanted : creation.withoutTrustPolicy();
        return new ProvisionTask(known, provisioning, retirement, lookup.done()).begin(attempt);
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
