package dev.profileguard.state;

import dev.profileguard.event.Change;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.history.FormerBaseline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The recorded state of a guarded instance profile, to which ProfileGuard restores it.
///
/// @param profileId the ID of the profile when it last matched; an ID cannot be restored
/// @param path with slashes at both ends
/// @param role null if the profile should be empty
/// @param tags as they were when recorded; a profile that is created again gets them
/// @param asOf the time of the change that set the role, from CloudTrail; older events do not
///   overwrite it
/// @param by who set the role
/// @param eventId the event that set the role
/// @param provisional whether no trusted principal made this state: it is what was there when the
///   profile was first seen after somebody else's change. It is enforced like any other
/// @param canary whether it is that of a canary's profile, which the stack makes and deletes
public record Baseline(
        String profileId,
        String path,
        @Nullable RecordedRole role,
        Tags tags,
        Instant asOf,
        String by,
        String eventId,
        boolean provisional,
        boolean canary) {

    /// A baseline of a profile that is not a canary's.
    public Baseline(
            String profileId,
            String path,
            @Nullable RecordedRole role,
            Tags tags,
            Instant asOf,
            String by,
            String eventId,
            boolean provisional) {
        this(profileId, path, role, tags, asOf, by, eventId, provisional, false);
    }

    /// A baseline that a trusted principal or a request set, or that the first sweep found.
    public Baseline(
            String profileId,
            String path,
            @Nullable RecordedRole role,
            Tags tags,
            Instant asOf,
            String by,
            String eventId) {
        this(profileId, path, role, tags, asOf, by, eventId, false);
    }

    /// The role that the profile should contain.
    ///
    /// @param id null if the role was never read in the profile, so that its ID is unknown
    public record RecordedRole(RoleName name, @Nullable String id) {
        /// Whether a role is this one: not another of the same name, as far as the ID is known.
        public boolean is(Role found) {
            return name.equals(found.name()) && (id == null || id.equals(found.id()));
        }
    }

    /// A baseline of the current state of a profile, set by a change.
    public static Baseline of(InstanceProfile profile, Change change) {
        return of(profile, change.time(), change.actor().described(), change.eventId());
    }

    /// A baseline of the current state of a profile.
    public static Baseline of(InstanceProfile profile, Instant asOf, String by, String eventId) {
        Role role = profile.role();
        return new Baseline(
                profile.id(),
                profile.path(),
                role == null ? null : new RecordedRole(role.name(), role.id()),
                profile.tags(),
                asOf,
                by,
                eventId);
    }

    /// A copy of a provisional baseline, with the change that turned out to have made its state.
    public Baseline madeBy(Change change) {
        return withRole(role, change).provisional(provisional);
    }

    /// A copy that is provisional, or not.
    public Baseline provisional(boolean newProvisional) {
        return new Baseline(profileId, path, role, tags, asOf, by, eventId, newProvisional, canary);
    }

    /// A copy for a canary's profile.
    public Baseline canarys() {
        return new Baseline(profileId, path, role, tags, asOf, by, eventId, provisional, true);
    }

    /// A copy with another role, set by a valid change. It is not provisional.
    ///
    /// @param newRole null if the profile should be empty
    public Baseline withRole(@Nullable RecordedRole newRole, Change change) {
        return new Baseline(
                profileId,
                path,
                newRole,
                tags,
                change.time(),
                change.actor().described(),
                change.eventId());
    }

    /// A copy with other tags.
    public Baseline withTags(Tags newTags) {
        return new Baseline(profileId, path, role, newTags, asOf, by, eventId, provisional, canary);
    }

    /// A copy for a profile that was created again.
    public Baseline withProfile(String newProfileId, String newPath) {
        return new Baseline(
                newProfileId, newPath, role, tags, asOf, by, eventId, provisional, canary);
    }

    /// Whether another baseline says that the same is right, as far as IDs are known. A profile
    /// that was created again has another ID.
    boolean isSameAs(Baseline other) {
        return path.equals(other.path)
                && tags.equals(other.tags)
                && provisional == other.provisional
                && isSame(role, other.role);
    }

    private static boolean isSame(@Nullable RecordedRole one, @Nullable RecordedRole other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        boolean isKnown = one.id() != null && other.id() != null;
        return one.name().equals(other.name()) && (!isKnown || one.equals(other));
    }

    /// The baseline as an earlier one.
    ///
    /// @param until the time of the change after which it is not right any more
    FormerBaseline former(Instant until) {
        return new FormerBaseline(
                profileId,
                path,
                role == null ? null : role.name(),
                role == null ? null : role.id(),
                tags,
                asOf,
                by,
                eventId,
                provisional,
                until);
    }

    /// A copy with the ID of the recorded role. Without a role, the same baseline.
    public Baseline withRoleId(String id) {
        RecordedRole known = role;
        return known == null
                ? this
                : new Baseline(
                        profileId,
                        path,
                        new RecordedRole(known.name(), id),
                        tags,
                        asOf,
                        by,
                        eventId,
                        provisional,
                        canary);
    }
}
