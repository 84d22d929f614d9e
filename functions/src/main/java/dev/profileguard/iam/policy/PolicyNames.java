package dev.profileguard.iam.policy;

import java.util.List;

/// The policies of a role, which have to be removed before the role can be deleted.
///
/// @param attached the ARNs of its managed policies
/// @param inline the names of its inline policies
public record PolicyNames(List<String> attached, List<String> inline) {
    /// Takes copies.
    public PolicyNames {
        attached = List.copyOf(attached);
        inline = List.copyOf(inline);
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return attached.isEmpty() && inline.isEmpty();
    }
}
