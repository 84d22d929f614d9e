package dev.profileguard.instance;

import dev.profileguard.iam.Arn;
import dev.profileguard.iam.ProfileName;
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
/// @param associated when the instance was associated with the profile; null: EC2 does not show it
/// @param launched when the instance was last started; null: EC2 does not show it
/// @param associationId such as `iip-assoc-0123456789abcdef0`; null: EC2 shows none
/// @param known whether the association existed when a sweep last found the profile right
public record InstanceUse(
        String region,
        String instanceId,
        String state,
        String profileArn,
        String profileId,
        @Nullable Instant associated,
        @Nullable Instant launched,
        @Nullable String associationId,
        boolean known) {
    /// Whether the use began at this time or later, as far as is known. An instance can be launched
    /// long before it is associated with a profile, so the time of its launch proves nothing.
    ///
    /// @param time when the profile was last known to be right
    public boolean mayHaveBegunSince(Instant time) {
        return !known && (associated == null || !associated.isBefore(time));
    }

    /// A copy whose association existed when a sweep last found the profile right.
    public InstanceUse asKnown() {
        return new InstanceUse(
                region,
                instanceId,
                state,
                profileArn,
                profileId,
                associated,
                launched,
                associationId,
                true);
    }

    /// The name of the profile, as it was written when the instance was associated with it; empty:
    /// EC2 shows none.
    public String profileName() {
        Arn arn = Arn.parse(profileArn);
        return arn == null ? "" : arn.name();
    }

    /// Whether it uses the profile with this name.
    public boolean uses(ProfileName profile) {
        return profileName().equalsIgnoreCase(profile.value());
    }
}
