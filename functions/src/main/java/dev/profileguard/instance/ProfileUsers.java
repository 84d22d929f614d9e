package dev.profileguard.instance;

import java.util.List;
import java.util.Set;

/// Finds the EC2 instances that use a profile.
@FunctionalInterface
public interface ProfileUsers {
    /// For functions that do not ask EC2.
    ProfileUsers NOT_ASKED =
            names -> new ProfileUse(List.of(), List.of("this function does not ask EC2"));

    /// The instances that use the profile. A region that cannot be asked is part of the answer, not
    /// an error.
    ///
    /// @param names the profile's name in each known capitalization: EC2 compares it, and shows the
    ///   one that the profile had when the instance was associated
    ProfileUse of(Set<String> names);

    /// The current association of one instance. A region that cannot be asked is part of the
    /// answer.
    ///
    /// @param region such as `eu-west-1`
    /// @param instance such as `i-0123456789abcdef0`; empty: that of the association
    /// @param association an association of the instance, also one that ended; empty: unknown
    default ProfileUse association(String region, String instance, String association) {
        return new ProfileUse(List.of(), List.of("this function does not ask EC2"));
    }

    /// The instances that use any profile, of all regions. Those of the profiles' users that EC2
    /// does not list are part of the answer as well, as unknown.
    default ProfileUse all() {
        return new ProfileUse(List.of(), List.of("the uses of all profiles are not listed"));
    }
}
