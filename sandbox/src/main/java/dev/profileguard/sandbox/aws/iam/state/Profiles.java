package dev.profileguard.sandbox.aws.iam.state;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// The instance profiles of an account by name, without regard to case, and by the role that they
/// contain. Immutable: a changed copy shares what did not change.
public final class Profiles {
    private static final CaseInsensitiveMap<ProfileEntry> NONE = CaseInsensitiveMap.empty();
    private static final Profiles EMPTY = new Profiles(NONE, HashTreePMap.empty());

    private final CaseInsensitiveMap<ProfileEntry> byName;
    private final PMap<String, CaseInsensitiveMap<ProfileEntry>> byRole;

    private Profiles(
            CaseInsensitiveMap<ProfileEntry> byName,
            PMap<String, CaseInsensitiveMap<ProfileEntry>> byRole) {
        this.byName = byName;
        this.byRole = byRole;
    }

    static Profiles empty() {
        return EMPTY;
    }

    /// The profiles by [folded][CaseInsensitiveMap#folded(String)] name.
    public static Profiles of(Map<String, ProfileEntry> byFoldedName) {
        Profiles all = EMPTY;
        for (ProfileEntry profile : byFoldedName.values()) {
            all = all.with(profile);
        }
        return all;
    }

    /// The profile of this name; null: there is none.
    public @Nullable ProfileEntry find(String name) {
        return byName.find(name);
    }

    /// Whether there is a profile of this name.
    public boolean has(String name) {
        return byName.has(name);
    }

    /// The profiles that contain a role, in the order of their names.
    Stream<ProfileEntry> with(RoleEntry role) {
        return byRole.getOrDefault(role.name(), NONE).values().stream();
    }

    /// With this profile, which replaces one of the same name.
    public Profiles with(ProfileEntry profile) {
        Profiles others = without(profile.name());
        return new Profiles(others.byName.with(profile.name(), profile), others.adding(profile));
    }

    /// Without the profile of this name.
    public Profiles without(String name) {
        ProfileEntry before = find(name);
        return before == null ? this : new Profiles(byName.without(name), removing(before));
    }

    private PMap<String, CaseInsensitiveMap<ProfileEntry>> adding(ProfileEntry profile) {
        String role = profile.roleName();
        return role == null
                ? byRole
                : byRole.plus(role, byRole.getOrDefault(role, NONE).with(profile.name(), profile));
    }

    private PMap<String, CaseInsensitiveMap<ProfileEntry>> removing(ProfileEntry profile) {
        String role = profile.roleName();
        if (role == null) {
            return byRole;
        }
        CaseInsensitiveMap<ProfileEntry> others =
                byRole.getOrDefault(role, NONE).without(profile.name());
        return others.size() == 0 ? byRole.minus(role) : byRole.plus(role, others);
    }

    /// All profiles in the order of their names.
    public Collection<ProfileEntry> values() {
        return byName.values();
    }

    /// The number of profiles.
    public int size() {
        return byName.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Profiles profiles && byName.equals(profiles.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
