package dev.profileguard.instance;

import java.util.List;

/// The EC2 instances that use a profile, in all regions that were asked.
///
/// @param instances those that EC2 returned
/// @param unknown why EC2 could not be asked completely, with the region, as sentences; empty: the
///   list of instances is complete
public record ProfileUse(List<InstanceUse> instances, List<String> unknown) {
    /// No instance uses the profile.
    public static final ProfileUse NONE = new ProfileUse(List.of(), List.of());

    /// Takes copies.
    public ProfileUse {
        instances = List.copyOf(instances);
        unknown = List.copyOf(unknown);
    }

    /// Whether all regions answered.
    public boolean isComplete() {
        return unknown.isEmpty();
    }
}
