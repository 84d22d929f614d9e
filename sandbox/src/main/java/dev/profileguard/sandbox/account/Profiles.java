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

/// The instance profiles of all files, each told of up to three times: by its role, by
/// ListInstanceProfiles, and by GetInstanceProfile, which alone tells of tags.
final class Profiles {
    private static final String AGAIN =
            ". The account changed in between, or the files are of different accounts: record both"
                    + " again, one right after the other";

    private final TreeMap<String, Known> byFoldedName = new TreeMap<>();

    /// A profile as far as it is known.
    ///
    /// @param profile without its role
    /// @param holder the role in it; null: it is empty
    /// @param byRole whether the role tells of it
    /// @param place where it was told of first
    record Known(
            InstanceProfile profile,
            @Nullable Holder holder,
            boolean byRole,
            SourceLocation place) {}

    /// A role by name and ID.
    record Holder(String name, String id) {
        @Override
        public String toString() {
            return "%s (%s)".formatted(name, id);
        }
    }

    /// Takes in what a role says of its profile.
    ///
    /// @throws AccountFileException when it contradicts what was taken in before
    void ofRole(InstanceProfile profile, Holder role, SourceLocation place) {
        Holder inside = profile.roles().isEmpty() ? role : holder(profile, place);
        if (!role.equals(inside)) {
            throw AccountFileException.at(
                    place,
                    "instance profile %s of role %s holds %s"
                            .formatted(profile.instanceProfileName(), role, inside));
        }
        take(new Known(bare(profile), role, true, place));
    }

    /// Takes in what a list of profiles says.
    ///
    /// @throws AccountFileException when it contradicts what was taken in before
    void listed(InstanceProfile profile, SourceLocation place) {
        take(new Known(bare(profile), holder(profile, place), false, place));
    }

    Collection<Known> all() {
        return byFoldedName.values();
    }

    private void take(Known next) {
        byFoldedName.merge(
                next.profile().instanceProfileName().toLowerCase(Locale.ROOT),
                next,
                Profiles::merged);
    }

    private static Known merged(Known known, Known next) {
        InstanceProfile one = known.profile();
        InstanceProfile other = next.profile();
        same(known, next, "name", one.instanceProfileName(), other.instanceProfileName());
        same(known, next, "ID", one.instanceProfileId(), other.instanceProfileId());
        same(known, next, "path", one.path(), other.path());
        same(known, next, "creation date", one.createDate(), other.createDate());
        same(known, next, "role", known.holder(), next.holder());
        if (!one.tags().isEmpty() && !other.tags().isEmpty()) {
            same(known, next, "tags", List.copyOf(one.tags()), List.copyOf(other.tags()));
        }
        List<Tag> tags = one.tags().isEmpty() ? other.tags() : one.tags();
        return new Known(
                one.copy(profile -> profile.tags(tags)),
                known.holder(),
                known.byRole() || next.byRole(),
                known.place());
    }

    private static void same(
            Known known, Known next, String what, @Nullable Object one, @Nullable Object other) {
        if (!Objects.equals(one, other)) {
            throw AccountFileException.at(
                    next.place(),
                    "instance profile %s has the %s %s, and at %s it is %s%s"
                            .formatted(
                                    next.profile().instanceProfileName(),
                                    what,
                                    told(other),
                                    known.place(),
                                    told(one),
                                    AGAIN));
        }
    }

    private static Object told(@Nullable Object value) {
        return value == null ? "none" : value;
    }

    private static @Nullable Holder holder(InstanceProfile profile, SourceLocation place) {
        List<Role> roles = profile.roles();
        if (roles.size() > 1) {
            throw AccountFileException.at(
                    place,
                    "instance profile %s holds %d roles, and IAM allows one"
                            .formatted(profile.instanceProfileName(), roles.size()));
        }
        return roles.stream()
                .map(role -> new Holder(role.roleName(), role.roleId()))
                .findFirst()
                .orElse(null);
    }

    private static InstanceProfile bare(InstanceProfile profile) {
        return profile.copy(change -> change.roles(List.of()));
    }
}
