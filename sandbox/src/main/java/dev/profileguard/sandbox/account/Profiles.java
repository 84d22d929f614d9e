package dev.profileguard.sandbox.account;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// The instance profiles of all files. The files may describe a profile up to three times: in its
/// role, in ListInstanceProfiles and in GetInstanceProfile. Only the last one has the tags.
final class Profiles {
    private static final String RECORD_AGAIN =
            ". The account changed in between, or the files belong to different accounts. Record"
                    + " both again, one right after the other";

    private final TreeMap<String, Known> byLowerCaseName = new TreeMap<>();

    /// What the files say about a profile.
    ///
    /// @param profile without its role
    /// @param role the role in the profile; null: it is empty
    /// @param listedByRole whether the entry of the role lists the profile
    /// @param place where the profile was found first
    record Known(
            InstanceProfile profile,
            @Nullable RoleId role,
            boolean listedByRole,
            SourceLocation place) {}

    /// The name and the ID of a role.
    record RoleId(String name, String id) {
        @Override
        public String toString() {
            return "%s (%s)".formatted(name, id);
        }
    }

    /// Adds a profile as the entry of its role lists it.
    ///
    /// @throws AccountFileException when it contradicts an earlier entry
    void addFromRole(InstanceProfile profile, RoleId role, SourceLocation place) {
        RoleId inside = profile.roles().isEmpty() ? role : role(profile, place);
        if (!role.equals(inside)) {
            throw AccountFileException.at(
                    place,
                    "instance profile %s of role %s contains %s"
                            .formatted(profile.instanceProfileName(), role, inside));
        }
        add(new Known(withoutRole(profile), role, true, place));
    }

    /// Adds a profile as ListInstanceProfiles or GetInstanceProfile returns it.
    ///
    /// @throws AccountFileException when it contradicts an earlier entry
    void addFromList(InstanceProfile profile, SourceLocation place) {
        add(new Known(withoutRole(profile), role(profile, place), false, place));
    }

    Collection<Known> all() {
        return byLowerCaseName.values();
    }

    private void add(Known next) {
        byLowerCaseName.merge(
                next.profile().instanceProfileName().toLowerCase(Locale.ROOT),
                next,
                Profiles::merged);
    }

    private static Known merged(Known known, Known next) {
        InstanceProfile one = known.profile();
        InstanceProfile other = next.profile();
        checkSame(known, next, "name", one.instanceProfileName(), other.instanceProfileName());
        checkSame(known, next, "ID", one.instanceProfileId(), other.instanceProfileId());
        checkSame(known, next, "path", one.path(), other.path());
        checkSame(known, next, "creation date", one.createDate(), other.createDate());
        checkSame(known, next, "role", known.role(), next.role());
        if (!one.tags().isEmpty() && !other.tags().isEmpty()) {
            checkSame(known, next, "tags", List.copyOf(one.tags()), List.copyOf(other.tags()));
        }
        List<Tag> tags = one.tags().isEmpty() ? other.tags() : one.tags();
        return new Known(
                one.copy(profile -> profile.tags(tags)),
                known.role(),
                known.listedByRole() || next.listedByRole(),
                known.place());
    }

    private static void checkSame(
            Known known, Known next, String what, @Nullable Object one, @Nullable Object other) {
        if (!Objects.equals(one, other)) {
            throw AccountFileException.at(
                    next.place(),
                    "instance profile %s has the %s %s, but at %s it has %s%s"
                            .formatted(
                                    next.profile().instanceProfileName(),
                                    what,
                                    orNone(other),
                                    known.place(),
                                    orNone(one),
                                    RECORD_AGAIN));
        }
    }

    private static Object orNone(@Nullable Object value) {
        return value == null ? "none" : value;
    }

    private static @Nullable RoleId role(InstanceProfile profile, SourceLocation place) {
        List<Role> roles = profile.roles();
        if (roles.size() > 1) {
            throw AccountFileException.at(
                    place,
                    "instance profile %s contains %d roles, but IAM allows only one"
                            .formatted(profile.instanceProfileName(), roles.size()));
        }
        return roles.stream()
                .map(role -> new RoleId(role.roleName(), role.roleId()))
                .findFirst()
                .orElse(null);
    }

    private static InstanceProfile withoutRole(InstanceProfile profile) {
        return profile.copy(change -> change.roles(List.of()));
    }
}
