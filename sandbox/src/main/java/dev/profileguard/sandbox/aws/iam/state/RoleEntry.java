package dev.profileguard.sandbox.aws.iam.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// A role with its policies. Immutable.
///
/// @param role every element that any response contains; the trust policy as it was sent, not
///   encoded
/// @param inlinePolicies documents by policy name, as they were sent
/// @param attachedPolicies ARNs, in the order of attachment
public record RoleEntry(
        Role role,
        SortedMap<String, PolicyDocument> inlinePolicies,
        List<String> attachedPolicies) {
    /// The start of the path of every service-linked role, and of no other role.
    public static final String SERVICE_LINKED_PATH = "/aws-service-role/";

    /// A role without policies.
    public static RoleEntry of(Role role) {
        return new RoleEntry(role, Collections.emptySortedMap(), List.of());
    }

    /// The role's name.
    public String name() {
        return role.roleName();
    }

    /// Whether it belongs to a service, so that only AWS changes it.
    boolean isProtected() {
        return isServiceLinked() || role.path().startsWith("/aws-reserved/");
    }

    /// Whether it is a service-linked role.
    public boolean isServiceLinked() {
        return role.path().startsWith(SERVICE_LINKED_PATH);
    }

    /// The role with changed elements.
    public RoleEntry changed(Consumer<Role.Builder> change) {
        return new RoleEntry(role.copy(change), inlinePolicies, attachedPolicies);
    }

    /// The role with these tags instead of its own. A role without tags has no such element.
    public RoleEntry withTags(List<Tag> tags) {
        return changed(change -> change.tags(tags.isEmpty() ? null : tags));
    }

    /// The role with this inline policy, which replaces one of the same name.
    public RoleEntry withInlinePolicy(String policy, PolicyDocument document) {
        TreeMap<String, PolicyDocument> copy = new TreeMap<>(inlinePolicies);
        copy.put(policy, document);
        return new RoleEntry(role, Collections.unmodifiableSortedMap(copy), attachedPolicies);
    }

    /// The role without the inline policy of this name.
    public RoleEntry withoutInlinePolicy(String policy) {
        TreeMap<String, PolicyDocument> copy = new TreeMap<>(inlinePolicies);
        copy.remove(policy);
        return new RoleEntry(role, Collections.unmodifiableSortedMap(copy), attachedPolicies);
    }

    /// The role with this managed policy attached.
    public RoleEntry withAttached(String policyArn) {
        List<String> copy = new ArrayList<>(attachedPolicies);
        copy.add(policyArn);
        return new RoleEntry(role, inlinePolicies, List.copyOf(copy));
    }

    /// The role without this managed policy.
    public RoleEntry withoutAttached(String policyArn) {
        List<String> rest =
                attachedPolicies.stream().filter(arn -> !arn.equals(policyArn)).toList();
        return new RoleEntry(role, inlinePolicies, rest);
    }

    /// The ARN of its permissions boundary; empty: it has none.
    public String boundary() {
        return role.permissionsBoundary() == null
                ? ""
                : role.permissionsBoundary().permissionsBoundaryArn();
    }
}
