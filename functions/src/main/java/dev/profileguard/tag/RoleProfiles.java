package dev.profileguard.tag;

import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The profiles that hold a role, each asked for once in a look at the role.
final class RoleProfiles {
    private final RoleName role;
    private final IamReader reader;
    private final Map<ProfileName, InstanceProfile> seen = new LinkedHashMap<>();
    private @Nullable List<ProfileName> names;

    RoleProfiles(RoleName role, IamReader reader) {
        this.role = role;
        this.reader = reader;
    }

    /// Their names, the role's own first: what a sibling knows is best known by that one.
    List<ProfileName> names() {
        List<ProfileName> known = names;
        if (known == null) {
            known =
                    reader.profilesWith(role).stream()
                            .map(InstanceProfile::name)
                            .sorted(Comparator.comparing(name -> !name.key().equals(role.key())))
                            .toList();
            names = known;
        }
        return known;
    }

    /// One of them with its tags; null when it is gone.
    @Nullable InstanceProfile look(ProfileName name) {
        InstanceProfile found = reader.profile(name);
        if (found != null) {
            seen.put(name, found);
        }
        return found;
    }

    /// What the look at one of them saw, once: whoever asks again has to look anew. Null when
    /// nobody has looked.
    @Nullable InstanceProfile take(ProfileName name) {
        return seen.remove(name);
    }
}
