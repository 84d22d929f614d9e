package dev.profileguard.instance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An EC2 instance that uses an instance profile. It gets the credentials of the role that the
/// profile contains, also if the role came into the profile later.
///
/// @param region such as `eu-central-1`
/// @param instanceId such as `i-0123456789abcdef0`
/// @param state such as `running`
/// @param profileArn the profile that EC2 shows
/// @param profileId the ID of the profile with which the instance was associated: after the profile
///   was deleted and created again, another one than the profile has
/// @param since when the use began: the time of the association, otherwise that of the launch; null:
///   EC2 shows neither
/// @param associationId such as `iip-assoc-0123456789abcdef0`; null: EC2 shows none
public record InstanceUse(
        String region,
        String instanceId,
        String state,
        String profileArn,
        String profileId,
        @Nullable Instant since,
        @Nullable String associationId) {
    /// Whether the use began at this time or later, or at an unknown time.
    public boolean mayHaveBegunSince(Instant time) {
        return since == null || !since.isBefore(time);
    }
}
