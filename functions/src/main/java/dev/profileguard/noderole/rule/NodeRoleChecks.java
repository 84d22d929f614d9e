package dev.profileguard.noderole.rule;

import dev.profileguard.finding.Finding;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// All questions about a node role.
public final class NodeRoleChecks {
    /// The findings that depend on what EKS answers.
    private static final Set<Finding.Kind> BY_EKS =
            EnumSet.of(
                    Finding.Kind.NODE_POLICY_MISSING,
                    Finding.Kind.NODE_CNI_WRONG_FAMILY,
                    Finding.Kind.NODE_POD_IDENTITY_MISSING,
                    Finding.Kind.NODE_ACCESS_ENTRY_OUTDATED,
                    Finding.Kind.NODE_ROLE_SHARED,
                    Finding.Kind.NODE_ROLE_HAS_PATH);

    private NodeRoleChecks() {}

    /// The answers, in the order in which people read them.
    public static List<Check> of(NodeRole node, Set<Part> parts) {
        List<Check> checks = new ArrayList<>();
        if (parts.contains(Part.TRUST)) {
            checks.add(NodeTrust.check(node));
        }
        if (parts.contains(Part.POLICIES)) {
            NodePermissions permissions = new NodePermissions(node);
            checks.addAll(permissions.checks());
            Check excess = NodeExcess.check(node);
            if (excess.problem() == null) {
                addNetworking(checks, node, permissions.isForAutoMode());
            }
            checks.add(excess);
            checks.add(NodeRoleUses.shared(node));
        }
        if (parts.contains(Part.PROFILES)) {
            checks.add(NodeRoleUses.path(node));
            checks.add(NodeRoleUses.profiles(node));
        }
        checks.addAll(NodeClusterChecks.of(node));
        return checks;
    }

    private static void addNetworking(List<Check> checks, NodeRole node, boolean auto) {
        NodeAddresses addresses = NodeAddresses.of(node);
        checks.add(NodeNetworking.check(node, addresses, auto));
        Check wrong = addresses.wrongFamily();
        if (wrong != null) {
            checks.add(wrong);
        }
    }

    /// The kinds of findings that these parts do not decide, and those that what EKS did not answer
    /// decides.
    public static Set<Finding.Kind> notDecided(NodeRole node, Set<Part> parts) {
        Set<Finding.Kind> kinds = notDecidedBy(parts);
        if (!node.clusters().unread().isEmpty()) {
            kinds.addAll(BY_EKS);
        }
        return kinds;
    }

    /// The kinds of findings that these parts do not decide.
    public static Set<Finding.Kind> notDecidedBy(Set<Part> parts) {
        Set<Finding.Kind> kinds = EnumSet.noneOf(Finding.Kind.class);
        Arrays.stream(Part.values())
                .filter(part -> !parts.contains(part))
                .forEach(part -> kinds.addAll(kinds(part)));
        return kinds;
    }

    private static Set<Finding.Kind> kinds(Part part) {
        return switch (part) {
            case TRUST -> Set.of(Finding.Kind.NODE_TRUST_WRONG, Finding.Kind.NODE_BREAKER_OPEN);
            case POLICIES ->
                    Set.of(
                            Finding.Kind.NODE_BREAKER_OPEN,
                            Finding.Kind.NODE_POLICY_MISSING,
                            Finding.Kind.NODE_REGISTRY_ACCESS_MISSING,
                            Finding.Kind.NODE_PERMISSION_DENIED,
                            Finding.Kind.NODE_POLICY_UNREADABLE,
                            Finding.Kind.NODE_CNI_ON_NODE_ROLE,
                            Finding.Kind.NODE_CNI_WRONG_FAMILY,
                            Finding.Kind.NODE_POD_IDENTITY_MISSING,
                            Finding.Kind.NODE_ACCESS_ENTRY_OUTDATED,
                            Finding.Kind.NODE_ROLE_TOO_BROAD,
                            Finding.Kind.NODE_ROLE_SHARED);
            case PROFILES ->
                    Set.of(Finding.Kind.NODE_PROFILE_MISSING, Finding.Kind.NODE_ROLE_HAS_PATH);
        };
    }
}
