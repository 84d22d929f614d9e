package dev.profileguard.state;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import org.jspecify.annotations.Nullable;

/// The stack's canary, which takes the guard tag off its own profile so that ProfileGuard sets it
/// again. That is repaired like every other change, with three exceptions: nobody gets a finding,
/// the circuit breaker does not count it, and nobody's trust covers it. The exceptions hold for
/// this one change, of this one profile, by this one role. Every other change of the profile is
/// anybody's.
///
/// @param canary the profile
/// @param role the ARN of the canary's role; empty: the stack has no canary
public record StackCanary(Canary canary, String role) {
    /// A stack without a canary.
    public static final StackCanary NONE = new StackCanary(Canary.NONE, "");

    /// Whether this is the canary's profile.
    public boolean is(ProfileName profile) {
        return canary.is(profile);
    }

    /// Whether the canary took the guard tag off its profile. CloudTrail vouches for the role of a
    /// session.
    public boolean made(Change change) {
        return is(change.profile())
                && change.actor() instanceof Actor.RoleSession(String arn, var session)
                && arn.equals(role)
                && change.edit() instanceof Edit.Tagged(var tags)
                && Canary.TAKEN_OFF.equals(tags.get(GuardedProfiles.TAG));
    }

    /// The record with the baseline of the canary's profile: as it is, and guarded by the tag. The
    /// stack made the profile, so that nobody has to vouch for it.
    ///
    /// @param change the canary's own
    public GuardRecord recorded(ObservedProfile seen, Change change) {
        GuardRecord record = seen.record();
        InstanceProfile profile = seen.profile();
        return profile == null || isCanarys(record.baseline())
                ? record
                : record.with(
                        Baseline.of(profile, change)
                                .withTags(
                                        profile.tags()
                                                .with(GuardedProfiles.TAG, GuardedProfiles.LOCKED))
                                .canarys());
    }

    /// Whether the record is that of a canary that this stack had, or of another stack whose table
    /// it took: CloudFormation deletes the profile, and nobody wants it back.
    public boolean isFormer(ProfileName profile, GuardRecord record) {
        return isCanarys(record.baseline()) && !is(profile);
    }

    private static boolean isCanarys(@Nullable Baseline baseline) {
        return baseline != null && baseline.canary();
    }
}
