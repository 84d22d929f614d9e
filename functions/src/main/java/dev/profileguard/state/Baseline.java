package dev.profileguard.state;

import dev.profileguard.event.Change;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a guarded instance profile is put back to.
///
/// @param profileId the ID it had when last seen right; not something that can be put back
/// @param path with slashes at both ends
/// @param role null: the profile is meant to be empty
/// @param tags as they were when recorded; a profile that is made again gets them
/// @param asOf when the role was last decided on, by CloudTrail's clock: older events do not
///   overwrite it
/// @param by who decided on the role
/// @param eventId the event that told of it
public record Baseline(
        String profileId,
        String path,
        @Nullable RecordedRole role,
        Tags tags,
        Instant asOf,
        String by,
        String eventId) {

    /// The role that belongs into the profile.
    ///
    /// @param id null: never seen in the profile yet, so that no ID is known
    public record RecordedRole(RoleName name, @Nullable String id) {}

    /// The profile as it is now, decided on by this change.
    public static Baseline of(InstanceProfile profile, Change change) {
        return of(profile, change.time(), change.actor().described(), change.eventId());
    }

    /// The profile as it is now.
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

    /// The same with another role, decided on by this change.
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

    /// The same with other tags.
    public Baseline withTags(Tags newTags) {
        return new Baseline(profileId, path, role, newTags, asOf, by, eventId);
    }

    /// The same for a profile that was made again.
    public Baseline withProfile(String newProfileId, String newPath) {
        return new Baseline(newProfileId, newPath, role, tags, asOf, by, eventId);
    }

    /// The same, once the ID of the recorded role is known.
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
                        eventId);
    }
}
