package dev.profileguard.sandbox.command.replay;

import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// The instance profiles of an account that is rebuilt from records.
record RebuiltProfiles(IamClient iam, RebuiltRoles roles) {
    /// The profile; empty: it is not there, or IAM allows no such name.
    Optional<InstanceProfile> find(String profile) {
        try {
            return Optional.of(
                    iam.getInstanceProfile(r -> r.instanceProfileName(profile)).instanceProfile());
        } catch (IamException none) {
            return Optional.empty();
        }
    }

    /// Makes the profile as the call did.
    void create(RawRecord record) {
        String path = record.parameter("path");
        iam.createInstanceProfile(r ->
                r.instanceProfileName(record.parameter("instanceProfileName"))
                        .path(path.isEmpty() ? "/" : path)
                        .tags(RecordedTags.list(record)));
    }

    /// Makes the profile unless it is there.
    void ensure(String profile) {
        if (find(profile).isEmpty()) {
            iam.createInstanceProfile(r -> r.instanceProfileName(profile));
        }
    }

    /// The profile is there, and no role is in it.
    void ensureEmpty(String profile) {
        ensure(profile);
        find(profile).stream()
                .flatMap(found -> found.roles().stream())
                .forEach(role -> take(profile, role.roleName()));
    }

    /// The profile is there, and this role is in it.
    void ensureHolds(String profile, String role) {
        roles.ensure(role);
        ensure(profile);
        boolean holds =
                find(profile).stream()
                        .flatMap(found -> found.roles().stream())
                        .anyMatch(held -> held.roleName().equalsIgnoreCase(role));
        if (!holds) {
            ensureEmpty(profile);
            put(profile, role);
        }
    }

    /// Deletes the profile, if it is there.
    void remove(String profile) {
        if (find(profile).isPresent()) {
            ensureEmpty(profile);
            iam.deleteInstanceProfile(r -> r.instanceProfileName(profile));
        }
    }

    /// Adds a role.
    void put(String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    /// Takes a role out.
    void take(String profile, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }
}
