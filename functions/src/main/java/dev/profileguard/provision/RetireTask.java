package dev.profileguard.provision;

import dev.profileguard.guard.rule.ObservedProfile;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Progress;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ProvenanceRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One role that could not be deleted, for [dev.profileguard.provision.rule.Retirement] to judge.
record RetireTask(ProvisionTrigger.DeletionRefused refused, ProvisionContext with) implements Task {
    @Override
    public String subject() {
        return refused.role().subject();
    }

    @Override
    public String eventId() {
        return refused.call().eventId();
    }

    @Override
    public @Nullable String untouchable() {
        return with.provisioning().untouchable(refused.role());
    }

    @Override
    public Decision whenCutShort() {
        return Decision.RETIRE;
    }

    @Override
    public Outcome attempt(Progress progress) {
        RoleDetail role = with.reader().role(refused.role());
        if (role == null) {
            String why = "Role %s is gone".formatted(refused.role());
            return with.tidy(refused, progress, Decision.ROLE_GONE, why);
        }
        Plan settled = with.retirement().aboutRole(refused, role);
        if (settled != null) {
            return with.carryOut(settled, progress);
        }
        List<InstanceProfile> holders = with.reader().profilesWith(role.name());
        if (holders.isEmpty()) {
            String why = "No profile holds %s".formatted(role.name());
            return with.tidy(refused, progress, Decision.NOT_BLOCKED, why);
        }
        ObservedProfile only = holders.size() == 1 ? look(role, holders.getFirst()) : null;
        Instant now = with.clock().instant();
        InstanceProfile profile = only == null ? null : only.profile();
        ProvenanceRecord made =
                profile != null && with.retirement().isRetirable(role, profile, now)
                        ? with.provenance().load(profile.name())
                        : null;
        return with.carryOut(
                with.retirement().decide(refused, role, holders, only, made, now), progress);
    }

    /// The list has no tags. What ProfileGuard remembers is read only where it matters.
    private ObservedProfile look(RoleDetail role, InstanceProfile listed) {
        InstanceProfile only = with.reader().profile(listed.name());
        if (only == null || !only.holds(role.name())) {
            throw new ChangedMeanwhileException(
                    "%s holds %s no longer".formatted(listed.name(), role.name()));
        }
        boolean retirable = with.retirement().isRetirable(role, only, with.clock().instant());
        GuardRecord record =
                retirable ? with.store().load(only.name()) : GuardRecord.none(only.name());
        return new ObservedProfile(record, only);
    }
}
