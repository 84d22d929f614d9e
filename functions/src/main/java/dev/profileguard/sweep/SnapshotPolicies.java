package dev.profileguard.sweep;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.iam.policy.PolicyReader;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.HeldRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The policies of roles in a sweep: what the snapshot contains, and everything else from IAM.
///
/// @param live reads what was not listed: documents, and the policies of a role whose snapshot is
///   stale
public record SnapshotPolicies(AccountSnapshot snapshot, PolicyReader live)
        implements PolicyReader {
    @Override
    public List<AttachedPolicy> attached(RoleName role) {
        List<AttachedPolicy> listed = snapshot.attached(role);
        return listed == null ? live.attached(role) : listed;
    }

    @Override
    public @Nullable PolicyNames names(RoleName role) {
        return live.names(role);
    }

    @Override
    public List<PolicyText> inline(RoleName role) {
        return live.inline(role);
    }

    @Override
    public @Nullable PolicyText managed(String arn) {
        return live.managed(arn);
    }

    @Override
    public List<RoleName> rolesWith(String arn) {
        return live.rolesWith(arn);
    }

    @Override
    public @Nullable HeldRole heldBy(ProfileName name) {
        InstanceProfile profile = snapshot.listed(name);
        Role held = profile == null ? null : profile.role();
        RoleDetail role = held == null ? null : snapshot.role(held.name());
        if (profile == null || held == null || role == null) {
            return profile != null && held == null ? null : live.heldBy(name);
        }
        return new HeldRole(profile.name(), profile.path(), held, role.trustPolicy());
    }

    @Override
    public List<HeldRole> holders(RoleName name) {
        RoleDetail role = snapshot.role(name);
        return role == null
                ? List.of()
                : snapshot.profilesWith(name).stream()
                        .map(each ->
                                new HeldRole(
                                        each.name(), each.path(), role.role(), role.trustPolicy()))
                        .toList();
    }
}
