package dev.profileguard.noderole.rule;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.Permissions;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.iam.trust.TrustDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node role as IAM shows it.
///
/// @param trust its trust policy
/// @param account twelve digits
/// @param partition such as `aws`
/// @param attached its managed policies
/// @param permissions all its policies whose document can be read
/// @param unreadable why other policies cannot be evaluated, a sentence each
/// @param profiles the instance profiles that contain it
/// @param namesake the profile with its name, if no profile contains it; null: there is none, or it
///   was not read
public record NodeRole(
        RoleDetail role,
        TrustDocument trust,
        String account,
        String partition,
        List<AttachedPolicy> attached,
        Permissions permissions,
        List<String> unreadable,
        List<HeldRole> profiles,
        @Nullable InstanceProfile namesake) {
    /// Takes copies.
    public NodeRole {
        attached = List.copyOf(attached);
        unreadable = List.copyOf(unreadable);
        profiles = List.copyOf(profiles);
    }

    /// The same with its policies.
    public NodeRole having(List<AttachedPolicy> managed, Permissions all, List<String> errors) {
        return new NodeRole(
                role, trust, account, partition, managed, all, errors, profiles, namesake);
    }

    /// The same with its profiles.
    public NodeRole in(List<HeldRole> holders, @Nullable InstanceProfile other) {
        return new NodeRole(
                role, trust, account, partition, attached, permissions, unreadable, holders, other);
    }

    /// The ARN of the role.
    String arn() {
        return "arn:%s:iam::%s:role%s%s"
                .formatted(partition, account, role.role().path(), role.name());
    }

    /// The name of its permissions boundary; empty: it has none, or its document is gone.
    String boundaryName() {
        return permissions.boundary() == null ? "" : permissions.boundary().name();
    }

    /// The name of EC2 as a principal.
    String ec2() {
        return partition.equals("aws-cn") ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
    }
}
