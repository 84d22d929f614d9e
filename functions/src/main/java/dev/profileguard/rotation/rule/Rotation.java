package dev.profileguard.rotation.rule;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.instance.InstanceUse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A profile that is being replaced by a new one. It contains what cannot be read again: which
/// steps are done is seen in AWS.
///
/// @param from the old profile
/// @param fromId its ID when the rotation started: a profile of another ID is not deleted
/// @param to the new profile
/// @param toId the ID of the new profile; null: it was not seen yet
/// @param proof a secret that the new profile has as a tag if this rotation made it
/// @param token a secret that only the table has: EC2 knows repeated requests by it
/// @param origin who made the new profile
/// @param role in the new profile
/// @param refreshes the ID of the instance refresh that was started, by region and group
/// @param versions the number of each version of a launch template that EC2 made for this rotation,
///   by region, template and the version on which it builds
/// @param unusedSince since when nothing uses the profile that is to be deleted, as far as was
///   seen; null: something uses it, or nobody looked
/// @param version counts the writes; 0 if nothing is stored
public record Rotation(
        ProfileName from,
        String fromId,
        ProfileName to,
        @Nullable String toId,
        String proof,
        String token,
        Origin origin,
        NewRole role,
        Instant started,
        List<Link> links,
        Map<String, String> refreshes,
        Map<String, String> versions,
        Phase phase,
        @Nullable Instant unusedSince,
        long version) {
    /// The number of links that a rotation can have, over all requests.
    public static final int MOST_LINKS = 100;

    /// The role that the new profile gets.
    ///
    /// @param id starts with AROA
    /// @param arn for commands
    /// @param isAnother whether it has another ID than the role in the old profile: what knows the
    ///   role, such as a cluster, does not know this one
    public record NewRole(RoleName name, String id, String arn, boolean isAnother) {
        /// Whether a profile contains it.
        public boolean isIn(InstanceProfile profile) {
            return profile.role() != null && profile.role().id().equals(id);
        }
    }

    /// Who made the new profile.
    public enum Origin {
        /// This rotation: it may delete the profile again.
        ROTATION,
        /// A person, by the commands that the rotation printed.
        PERSON
    }

    /// What is to happen.
    public enum Phase {
        /// The new profile replaces the old one.
        REPLACE,
        /// The old profile is to be deleted.
        FINISH,
        /// The new profile is to be deleted.
        CANCEL
    }

    /// Takes copies.
    public Rotation {
        links = List.copyOf(links);
        refreshes = Map.copyOf(refreshes);
        versions = Map.copyOf(versions);
    }

    /// A copy that knows the new profile.
    public Rotation with(String newId, Origin maker) {
        Copy copy = new Copy(this);
        copy.toId = newId;
        copy.origin = maker;
        return copy.rotation();
    }

    /// A copy with an instance refresh that was started.
    public Rotation withRefresh(String region, String group, String id) {
        Copy copy = new Copy(this);
        copy.refreshes = with(refreshes, key(region, group), id);
        return copy.rotation();
    }

    /// A copy with a version of a launch template that EC2 made.
    ///
    /// @param source the version on which it builds
    public Rotation withVersion(String region, String template, long source, String number) {
        Copy copy = new Copy(this);
        copy.versions = with(versions, key(region, template, source), number);
        return copy.rotation();
    }

    /// A copy in another phase, in which nobody looked yet whether its profile is used.
    public Rotation in(Phase other) {
        Copy copy = new Copy(this);
        copy.unusedSince = other == phase ? unusedSince : null;
        copy.phase = other;
        return copy.rotation();
    }

    /// A copy with more links. Those that it has stay.
    ///
    /// @throws IllegalArgumentException if there are too many; the message says what to do
    public Rotation linked(List<Link> others) {
        List<Link> all = Stream.concat(links.stream(), others.stream()).distinct().toList();
        if (all.size() > MOST_LINKS) {
            throw new IllegalArgumentException(
                    "The rotation of %s has %d things in the field for, and can have %d at most: leave the others out, and link them to %s yourself"
                            .formatted(from, links.size(), MOST_LINKS, to));
        }
        Copy copy = new Copy(this);
        copy.links = all;
        return copy.rotation();
    }

    /// A copy after a look whether something uses the profile that is to be deleted.
    ///
    /// @param now null: something uses it, or may
    public Rotation seenUnused(@Nullable Instant now) {
        Copy copy = new Copy(this);
        copy.unusedSince = now == null || unusedSince == null ? now : unusedSince;
        return copy.rotation();
    }

    /// A copy as it is stored next.
    public Rotation nextVersion() {
        Copy copy = new Copy(this);
        copy.version = version + 1;
        return copy.rotation();
    }

    /// The profile that is deleted at the end of this phase.
    public ProfileName leaving() {
        return phase == Phase.CANCEL ? to : from;
    }

    /// Whether an instance was associated with the old profile itself, not with another one of the
    /// same name that was deleted before or created again since.
    public boolean isUsedBy(InstanceUse use) {
        return use.uses(from) && use.profileId().equals(fromId);
    }

    /// The ID of the profile that is deleted at the end of this phase; null: it was not seen yet.
    public @Nullable String leavingId() {
        return phase == Phase.CANCEL ? toId : fromId;
    }

    /// The instance refresh that was started; null: none.
    public @Nullable String refresh(String region, String group) {
        return refreshes.get(key(region, group));
    }

    /// The number of the version of a launch template that EC2 made for this rotation; null: none.
    ///
    /// @param source the version on which it builds
    public @Nullable String version(String region, String template, long source) {
        return versions.get(key(region, template, source));
    }

    /// Whether EC2 made a version of a launch template for this rotation.
    public boolean hasMade(String region, String template, long version) {
        return versions.entrySet().stream()
                .anyMatch(each ->
                        each.getKey().startsWith(key(region, template) + "/")
                                && each.getValue().equals(Long.toString(version)));
    }

    /// The description of a version of a launch template that belongs to this rotation. It is at
    /// most 199 characters long. People's commands set it too, and anybody can: it proves nothing.
    ///
    /// @param source the version on which it builds
    public String description(long source) {
        return "Profile Guard: version %d with profile %s".formatted(source, to);
    }

    private static String key(String region, String name) {
        return region + "/" + name;
    }

    private static String key(String region, String template, long source) {
        return key(region, template) + "/" + source;
    }

    private static Map<String, String> with(Map<String, String> known, String key, String value) {
        Map<String, String> all = new LinkedHashMap<>(known);
        all.put(key, value);
        return all;
    }

    /// The components of a copy, of which some are changed before it is made.
    private static final class Copy {
        private final Rotation original;
        private @Nullable String toId;
        private Origin origin;
        private List<Link> links;
        private Map<String, String> refreshes;
        private Map<String, String> versions;
        private Phase phase;
        private @Nullable Instant unusedSince;
        private long version;

        private Copy(Rotation original) {
            this.original = original;
            this.toId = original.toId;
            this.origin = original.origin;
            this.links = original.links;
            this.refreshes = original.refreshes;
            this.versions = original.versions;
            this.phase = original.phase;
            this.unusedSince = original.unusedSince;
            this.version = original.version;
        }

        private Rotation rotation() {
            return new Rotation(
                    original.from,
                    original.fromId,
                    original.to,
                    toId,
                    original.proof,
                    original.token,
                    origin,
                    original.role,
                    original.started,
                    links,
                    refreshes,
                    versions,
                    phase,
                    unusedSince,
                    version);
        }
    }
}
