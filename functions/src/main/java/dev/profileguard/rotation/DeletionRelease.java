package dev.profileguard.rotation;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.Release;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The release of a profile from ProfileGuard while a rotation deletes it.
///
/// @param before ProfileGuard's record before the release
record DeletionRelease(Rotations rotations, GuardRecord before) {
    /// How long ProfileGuard takes the deletion for intended, should this function be killed in it:
    /// as long as an invocation can last.
    private static final Duration LASTS = Duration.ofMinutes(15);

    private static final String DELETES = "a rotation deletes it";
    private static final String NOT_DELETED = "the rotation could not delete it";

    /// Releases a profile, if ProfileGuard guards it.
    static DeletionRelease of(Rotations rotations, ProfileName profile) {
        GuardRecord before = rotations.ports().guard().load(profile);
        Instant now = rotations.ports().clock().instant();
        rotations.change(
                profile,
                record ->
                        record.baseline() == null
                                ? record
                                : record.with(
                                        Release.decided(record.release(), now, LASTS, DELETES)));
        return new DeletionRelease(rotations, before);
    }

    /// Whether this rotation released the profile for its deletion.
    static boolean isIn(GuardRecord record, Rotation rotation) {
        Release release = record.release();
        return release != null
                && isDeletion(release)
                && !release.decided().isBefore(rotation.started().truncatedTo(ChronoUnit.SECONDS));
    }

    /// Ends the release as if it had not been: ProfileGuard takes nothing that happened meanwhile
    /// for intended. One that was there before comes back.
    void takeBack() {
        rotations.change(
                before.profile(),
                record -> {
                    Release current = record.release();
                    return current != null && isDeletion(current)
                            ? withBaseline(record).with(earlier(current))
                            : record;
                });
    }

    private static boolean isDeletion(Release release) {
        return release.reason().equals(DELETES);
    }

    private Release earlier(Release current) {
        Release earlier = before.release();
        return earlier == null || isDeletion(earlier)
                ? new Release(
                        current.from(),
                        current.from().minusSeconds(1),
                        NOT_DELETED,
                        current.decided())
                : earlier;
    }

    /// The rotation itself may have removed the role, which became the baseline in the release.
    private GuardRecord withBaseline(GuardRecord record) {
        Baseline recorded = before.baseline();
        Baseline now = record.baseline();
        return recorded != null && now != null && now.role() == null
                ? record.with(recorded)
                : record;
    }
}
