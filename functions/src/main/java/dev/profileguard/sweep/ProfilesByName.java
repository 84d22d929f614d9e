package dev.profileguard.sweep;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Instance profiles by name, and by the role that they contain: an account has thousands, and a
/// sweep asks for the profiles of each role.
///
/// Not thread-safe.
final class ProfilesByName {
    private final SortedMap<String, InstanceProfile> byName = new TreeMap<>();
    private final Map<RoleName, SortedMap<String, InstanceProfile>> byRole = new HashMap<>();

    /// By name in lower case.
    List<InstanceProfile> all() {
        return List.copyOf(byName.values());
    }

    /// Null: no such profile.
    @Nullable InstanceProfile get(ProfileName name) {
        return byName.get(name.key());
    }

    /// Those that contain a role, by name in lower case.
    List<InstanceProfile> with(RoleName role) {
        SortedMap<String, InstanceProfile> found = byRole.get(role);
        return found == null ? List.of() : List.copyOf(found.values());
    }

    /// Adds a profile, or replaces the one of its name.
    void put(InstanceProfile profile) {
        remove(profile.name());
        byName.put(profile.name().key(), profile);
        Role role = profile.role();
        if (role != null) {
            byRole.computeIfAbsent(role.name(), first -> new TreeMap<>())
                    .put(profile.name().key(), profile);
        }
    }

    void remove(ProfileName name) {
        InstanceProfile before = byName.remove(name.key());
        Role role = before == null ? null : before.role();
        if (role != null) {
            byRole.computeIfPresent(
                    role.name(),
                    (of, profiles) -> {
                        profiles.remove(name.key());
                        return profiles.isEmpty() ? null : profiles;
                    });
        }
    }
}
