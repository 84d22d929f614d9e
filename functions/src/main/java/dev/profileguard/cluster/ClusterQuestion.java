package dev.profileguard.cluster;

import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;

/// Which uses of a role matter. What does not matter is not read.
///
/// @param account twelve digits
/// @param nodeGroups whether the managed node groups matter even where an access entry shows that
///   nodes have the role, because only they prove that somebody passed it to nodes, and that a path
///   breaks them
/// @param fargate whether Fargate profiles matter
public record ClusterQuestion(RoleName role, String account, boolean nodeGroups, boolean fargate) {
    /// Whether nodes have the role, by whatever proves it.
    public static ClusterQuestion ofNodes(RoleName role, String account) {
        return new ClusterQuestion(role, account, false, false);
    }

    /// Whether an ARN is that of the role, with any path: the name of a role is unique in an
    /// account, and the caller may not know the path.
    public boolean isAbout(String text) {
        Arn arn = Arn.parse(text);
        return arn != null
                && arn.names(TaggedType.ROLE)
                && arn.account().equals(account)
                && arn.name().equalsIgnoreCase(role.value());
    }
}
