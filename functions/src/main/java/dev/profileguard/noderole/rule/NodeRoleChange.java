package dev.profileguard.noderole.rule;

import dev.profileguard.event.Call;
import dev.profileguard.iam.RoleName;
import java.util.Set;

/// A role that an event, a request or a sweep points to, because it may be a node role.
///
/// @param clue what is known about it beforehand
/// @param policies the names of the policies that the call changed, of which one can be
///   [Check.Problem#TRUST_POLICY]; empty: none, or not known
/// @param parts what is to be evaluated
public record NodeRoleChange(
        RoleName role, Clue clue, Set<String> policies, Set<Part> parts, Call call) {
    /// Takes copies.
    public NodeRoleChange {
        policies = Set.copyOf(policies);
        parts = Set.copyOf(parts);
    }

    /// What is known about the role before IAM is read.
    public enum Clue {
        /// It is a node role: the call says so.
        NODE_ROLE,
        /// Its attached policies decide, by one read.
        POLICIES_DECIDE,
        /// Its tags and its attached policies decide.
        ALL_DECIDES,
        /// Its attached policies decide, by one read, and then the clusters: a profile contains it.
        POLICIES_OR_CLUSTERS_DECIDE,
        /// The clusters decide, where EKS is asked: EC2 may assume it, or a profile contains it.
        CLUSTERS_DECIDE,
        /// Only its name decides, without a read.
        NAME_DECIDES
    }

    /// The same change of a node role.
    public NodeRoleChange known() {
        return new NodeRoleChange(role, Clue.NODE_ROLE, policies, parts, call);
    }

    /// What is evaluated about a node role. An event can only change some of it, and each part
    /// costs reads.
    public enum Part {
        /// Who may assume it.
        TRUST,
        /// What it may do.
        POLICIES,
        /// The instance profiles that contain it.
        PROFILES
    }
}
