package dev.profileguard.sandbox.aws.iam.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The policies of a user. Immutable.
///
/// @param inline documents by policy name, as they were sent
/// @param attached ARNs of managed policies, in the order of attachment
public record UserPolicies(SortedMap<String, PolicyDocument> inline, List<String> attached) {
    /// No policies.
    public static final UserPolicies NONE =
            new UserPolicies(Collections.emptySortedMap(), List.of());

    /// With this inline policy, which replaces one of the same name.
    public UserPolicies withInline(String name, PolicyDocument document) {
        TreeMap<String, PolicyDocument> copy = new TreeMap<>(inline);
        copy.put(name, document);
        return new UserPolicies(Collections.unmodifiableSortedMap(copy), attached);
    }

    /// Without the inline policy of this name.
    public UserPolicies withoutInline(String name) {
        TreeMap<String, PolicyDocument> copy = new TreeMap<>(inline);
        copy.remove(name);
        return new UserPolicies(Collections.unmodifiableSortedMap(copy), attached);
    }

    /// With this managed policy.
    public UserPolicies withAttached(String arn) {
        List<String> copy = new ArrayList<>(attached);
        copy.add(arn);
        return new UserPolicies(inline, List.copyOf(copy));
    }

    /// Without this managed policy.
    public UserPolicies withoutAttached(String arn) {
        return new UserPolicies(
                inline, attached.stream().filter(each -> !each.equals(arn)).toList());
    }
}
