package dev.profileguard.provision;

import dev.profileguard.event.Json;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.MalformedTrustPolicyException;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.TrustPolicy;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.ProvisioningFindings;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.reconcile.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One role that should have a profile, for [Provisioning] to judge.
final class ProvisionTask implements Task {
    /// What is early by no more is waited for here; anything else comes again later.
    private static final Duration LITTLE = Duration.ofSeconds(10);

    /// IAM may not show yet what is no older.
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final ProvisionTrigger.Wanted wanted;
    private final ProvisionContext with;

    /// Whether the profile of the role's name is looked at before one is made. Otherwise IAM's
    /// answer to the creation tells whether there is one, which saves a read wherever there is
    /// none.
    private boolean nameLookedAt;

    ProvisionTask(ProvisionTrigger.Wanted wanted, ProvisionContext with) {
        this.wanted = wanted;
        this.with = with;
        this.nameLookedAt = with.mode() != Mode.ENFORCE;
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
        return with.provisioning().untouchable(wanted.role());
    }

    @Override
    public Decision whenCutShort() {
        return Decision.PROVISION;
    }

    @Override
    public Outcome attempt(Progress progress) {
        Plan settled = with.provisioning().beforeLooking(wanted, claimed());
        settled = settled == null ? awaited(with.provisioning().ripe(wanted)) : settled;
        if (settled != null) {
            return with.told(settled, progress);
        }
        RoleDetail role = with.reader().role(wanted.role());
        return role == null ? withoutRole(progress) : attempt(role, progress);
    }

    private Outcome attempt(RoleDetail role, Progress progress) {
        TrustPolicy.Answer trust = trust(role);
        Plan settled = with.provisioning().aboutRole(role, trust);
        settled = settled == null ? awaited(with.provisioning().ripe(wanted, role)) : settled;
        if (settled != null) {
            return with.told(settled, progress);
        }
        List<InstanceProfile> holders = with.reader().profilesWith(role.name());
        InstanceProfile sameName =
                holders.isEmpty() && nameLookedAt
                        ? with.reader().profile(Provisioning.profileOf(role.name()))
                        : null;
        ProvisioningFindings findings = new ProvisioningFindings(wanted, role.name(), trust);
        Plan plan =
                with.provisioning()
                        .decide(findings, role, holders, sameName, with.clock().instant());
        if (plan.decision() == Decision.PROVISION) {
            with.remember(role);
        }
        return carryOut(plan, findings, progress);
    }

    private Outcome carryOut(Plan plan, ProvisioningFindings findings, Progress progress) {
        progress.announce(plan.findings(), plan.actions());
        for (Action action : plan.actions()) {
            Quota full = seenFull(action);
            if (full != null) {
                return quotaReached(full, findings, progress);
            }
            PerformedAction performed = perform(action, progress);
            if (performed.effect() == Effect.QUOTA_REACHED) {
                return quotaReached(with.reader().profileQuota(), findings, progress);
            }
            if (performed.effect() == Effect.ROLE_GONE) {
                throw new ChangedMeanwhileException(
                        "IAM does not show role %s (any more)".formatted(wanted.role()));
            }
        }
        return with.told(plan, progress);
    }

    /// The quota, where it leaves no room for the profile that is to be made. Enforcing, IAM says
    /// so by itself. Null: there is room, as far as is known.
    private @Nullable Quota seenFull(Action action) {
        if (with.mode() == Mode.ENFORCE || !(action instanceof Action.CreateProfile)) {
            return null;
        }
        Quota quota = with.reader().profileQuota();
        return quota.isReached() ? quota : null;
    }

    private static Outcome quotaReached(
            Quota quota, ProvisioningFindings findings, Progress progress) {
        return progress.outcome(
                Decision.QUOTA_REACHED,
                "The account may have no more profiles",
                List.of(findings.quotaReached(quota)));
    }

    private PerformedAction perform(Action action, Progress progress) {
        try {
            return progress.perform(with.writer(), action);
        } finally {
            nameLookedAt = true;
        }
    }

    private Outcome withoutRole(Progress progress) {
        if (with.clock().instant().isBefore(wanted.since().plus(FRESH))) {
            throw new ChangedMeanwhileException(
                    "IAM does not show role %s (yet)".formatted(wanted.role()));
        }
        return with.tidy(
                wanted,
                progress,
                Decision.ROLE_GONE,
                "There is no role %s (any more)".formatted(wanted.role()));
    }

    /// Waits for what is a little early.
    ///
    /// @return null: it is time now
    private @Nullable Plan awaited(Instant ripe) {
        Duration early = Duration.between(with.clock().instant(), ripe);
        if (early.compareTo(LITTLE) > 0) {
            return Plan.leave(
                    Decision.NOT_YET,
                    "Others may make the profile of %s themselves until %s"
                            .formatted(wanted.role(), ripe));
        }
        if (early.isPositive()) {
            with.pause().await(early);
        }
        return null;
    }

    private TrustPolicy.@Nullable Answer claimed() {
        String text = wanted.trustPolicy();
        if (text == null) {
            return null;
        }
        String what = "The trust policy in the event";
        try {
            return TrustPolicy.of(Json.read(what, text)).admitsEc2();
        } catch (MalformedTrustPolicyException e) {
            throw new UnreadableEventException(what + ": " + e.getMessage(), e);
        }
    }

    private static TrustPolicy.Answer trust(RoleDetail role) {
        String what = "The trust policy of role %s".formatted(role.name());
        try {
            return TrustPolicy.of(Json.read(what, role.trustPolicy())).admitsEc2();
        } catch (UnreadableEventException e) {
            throw new MalformedTrustPolicyException(String.valueOf(e.getMessage()), e);
        } catch (MalformedTrustPolicyException e) {
            throw new MalformedTrustPolicyException(what + ": " + e.getMessage(), e);
        }
    }
}
