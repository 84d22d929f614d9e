package dev.profileguard.guard.rule;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.state.Withheld;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a role is kept out of its profile.
///
/// @param withheld since when the profile stood wrong, and by whom
/// @param instances those that began to use the profile since then
/// @param unknown why EC2 could not be asked completely; empty: it answered
/// @param foreignId the ID of the profile if somebody untrusted created it; null: nobody did
record RoleRefusal(
        ProfileName profile,
        RoleName role,
        Withheld withheld,
        List<InstanceUse> instances,
        List<String> unknown,
        @Nullable String foreignId)
        implements Remediation.Refusal {
    /// Takes copies.
    RoleRefusal {
        instances = List.copyOf(instances);
        unknown = List.copyOf(unknown);
    }

    @Override
    public Plan.Verdict verdict() {
        return new Plan.Verdict(
                GuardDecision.WITHHELD,
                "Role %s is kept out of %s: %s".formatted(role, profile, reason()));
    }

    @Override
    public Action undo() {
        return new Action.RemoveRole(profile, role);
    }

    /// The reason, as a part of a sentence.
    String reason() {
        if (foreignId != null) {
            return "somebody who is not trusted created this profile again (ID %s)"
                    .formatted(foreignId);
        }
        if (!instances.isEmpty()) {
            return "%d %s began to use the profile while it differed from its baseline"
                    .formatted(instances.size(), instances.size() == 1 ? "instance" : "instances");
        }
        return "EC2 could not be asked which instances use the profile";
    }
}
