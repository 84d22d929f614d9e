package dev.profileguard.cluster;

import java.util.List;

/// The managed node groups of a region, as far as EKS was read.
///
/// @param isAsked whether EKS was asked at all
/// @param groups those that EKS shows
/// @param unread what was not read and why, a sentence each; empty: everything was
public record ManagedGroups(boolean isAsked, List<ManagedGroup> groups, List<String> unread) {
    /// EKS was not asked.
    public static final ManagedGroups NOT_ASKED = new ManagedGroups(false, List.of(), List.of());

    /// Takes copies.
    public ManagedGroups {
        groups = List.copyOf(groups);
        unread = List.copyOf(unread);
    }

    /// Those that were given a launch template, in any version.
    ///
    /// @param idOrName of the template
    public List<ManagedGroup> given(String idOrName) {
        return groups.stream().filter(group -> group.isGiven(idOrName)).toList();
    }

    /// Those whose instances are in an Auto Scaling group.
    public List<ManagedGroup> in(String autoScalingGroup) {
        return groups.stream()
                .filter(group -> group.autoScalingGroups().contains(autoScalingGroup))
                .toList();
    }

    /// Whether what EKS does not show does not exist.
    public boolean isComplete() {
        return isAsked && unread.isEmpty();
    }
}
