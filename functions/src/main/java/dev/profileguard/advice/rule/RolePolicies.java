package dev.profileguard.advice.rule;

import java.util.List;

/// The policies of a role that prevent its deletion.
///
/// @param attached the ARNs of its managed policies
/// @param inline the names of its inline policies
public record RolePolicies(List<String> attached, List<String> inline) {
    /// Takes copies.
    public RolePolicies {
        attached = List.copyOf(attached);
        inline = List.copyOf(inline);
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return attached.isEmpty() && inline.isEmpty();
    }
}
