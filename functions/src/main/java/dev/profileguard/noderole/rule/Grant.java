package dev.profileguard.noderole.rule;

import dev.profileguard.iam.policy.Access;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the policies of a node role say about one need.
///
/// @param by the names of the policies that allow actions
/// @param missing the actions that no policy allows
/// @param refused the actions that a deny or the permissions boundary takes away, by the policy
///   that does it
/// @param refusing the names of the policies that take actions away; the ARN of a boundary
/// @param notes what decides where it depends, as parts of a sentence
record Grant(
        Set<String> by,
        List<String> missing,
        Map<String, List<String>> refused,
        Set<String> refusing,
        Set<String> notes) {
    static Grant of(NodeRole node, NodeNeed need) {
        Grant grant =
                new Grant(
                        new LinkedHashSet<>(),
                        new ArrayList<>(),
                        new LinkedHashMap<>(),
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>());
        need.requests(node)
                .forEach(each -> grant.add(each.action(), node.permissions().access(each), node));
        return grant;
    }

    private void add(String action, Access access, NodeRole node) {
        switch (access) {
            case Access.Allowed(List<String> policies) -> by.addAll(policies);
            case Access.Depends(List<String> policies, List<String> why) -> {
                by.addAll(policies);
                why.forEach(each -> notes.add("%s: %s".formatted(action, each)));
            }
            case Access.Denied(Access.PolicyKind kind, String policy) ->
                    refuse(
                            action,
                            policy,
                            "an explicit deny in the %s %s".formatted(kind.text(), policy));
            case Access.NotAllowed(Access.PolicyKind kind) -> {
                switch (kind) {
                    case IDENTITY -> missing.add(action);
                    case BOUNDARY ->
                            refuse(
                                    action,
                                    node.boundaryName(),
                                    "the permissions boundary %s, which does not allow it,"
                                            .formatted(node.boundaryName()));
                    case SERVICE_CONTROL, RESOURCE_CONTROL ->
                            refuse(
                                    action,
                                    kind.text(),
                                    "%s of the organization, which does not allow it,"
                                            .formatted(kind.withArticle()));
                }
            }
        }
    }

    private void refuse(String action, String policy, String why) {
        refusing.add(policy);
        refused.computeIfAbsent(why, none -> new ArrayList<>()).add(action);
    }

    /// Whether all actions are allowed, perhaps under a condition.
    boolean isWhole() {
        return missing.isEmpty() && refused.isEmpty();
    }

    /// Whether at least one action is allowed, perhaps under a condition.
    boolean isAny() {
        return !by.isEmpty();
    }

    /// What shows it, for people.
    List<String> proof() {
        List<String> proof = new ArrayList<>();
        by.forEach(policy -> proof.add("allowed by " + policy));
        proof.addAll(notes);
        return proof;
    }
}
