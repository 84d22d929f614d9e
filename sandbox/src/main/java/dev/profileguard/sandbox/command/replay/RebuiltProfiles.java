package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.trail.RawRecord;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// The instance profiles of an account that is rebuilt from records.
record RebuiltProfiles(IamClient iam, RebuiltRoles roles) {
    /// The profile; empty: it does not exist, or its name is invalid.
    Optional<InstanceProfile> find(String profile) {
        try {
            return Optional.of(
                    iam.getInstanceProfile(r -> r.instanceProfileName(profile)).instanceProfile());
        } catch (IamException notFound) {
            return Optional.empty();
        }
    }

    /// Creates the profile with the recorded path and tags.
    void create(RawRecord record) {
        String path = record.parameter("path");
        iam.createInstanceProfile(r ->
                r.instanceProfileName(record.parameter("instanceProfileName"))
                        .path(path.isEmpty() ? "/" : path)
                        .tags(RecordedTags.list(record)));
    }

    /// Creates the profile if it does not exist.
    void ensure(String profile) {
        if (find(profile).isEmpty()) {
            iam.createInstanceProfile(r -> r.instanceProfileName(profile));
        }
    }

    /// Creates the profile if it does not exist, and removes the role in it.
    void ensureEmpty(String profile) {
        ensure(profile);
        find(profile).stream()
                .flatMap(found -> found.roles().stream())
                .forEach(role -> removeRole(profile, role.roleName()));
    }

    /// Creates the profile and the role if they do not exist, and makes it the profile's role.
    void ensureContains(String profile, String role) {
        roles.ensure(role);
        ensure(profile);
        boolean contains =
                find(profile).stream()
                        .flatMap(found -> found.roles().stream())
                        .anyMatch(each -> each.roleName().equalsIgnoreCase(role));
        if (!contains) {
            ensureEmpty(profile);
            addRole(profile, role);
        }
    }

    /// Deletes the profile if it exists.
    void delete(String profile) {
        if (find(profile).isPresent()) {
            ensureEmpty(profile);
            iam.deleteInstanceProfile(r -> r.instanceProfileName(profile));
        }
    }

    void addRole(String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    void removeRole(String profile, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }
}
