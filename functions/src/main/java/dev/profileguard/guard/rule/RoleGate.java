package dev.profileguard.guard.rule;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Withheld;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets a role into a profile only if no EC2 instance would get it through ProfileGuard: no
/// instance began to use the profile while it stood wrong, and nobody untrusted created the
/// profile.
///
/// IAM asks for `iam:PassRole` when a role is added to a profile, and EC2 asks for it when an
/// instance is associated with a profile, for the role that the profile contains at that time. So
/// whoever may associate an instance with a weak role must not get a stronger one by a repair.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
///
/// @param names the profile's name in each known capitalization
/// @param withheld since when the profile stands wrong, and by whom
/// @param foreignId the ID of the profile if somebody untrusted created it; null: nobody did
record RoleGate(
        ProfileName profile, Set<String> names, Withheld withheld, @Nullable String foreignId)
        implements Remediation.Gate {
    @Override
    public @Nullable RoleRefusal refuses(Action action, Moment moment, Step.Answers reads) {
        if (!(action instanceof Action.AddRole(ProfileName into, RoleName role))) {
            return null;
        }
        if (foreignId != null) {
            return new RoleRefusal(profile, role, withheld, List.of(), List.of(), foreignId);
        }
        return refusal(role, reads.to(new Read.OfProfileUse(names)));
    }

    /// Why the role may not be in the profile; null: it may.
    @Nullable RoleRefusal refusal(RoleName role, ProfileUse use) {
        List<InstanceUse> began =
                use.instances().stream()
                        .filter(instance -> instance.mayHaveBegunSince(withheld.since()))
                        .toList();
        return began.isEmpty() && use.isComplete()
                ? null
                : new RoleRefusal(profile, role, withheld, began, use.unknown(), null);
    }
}
