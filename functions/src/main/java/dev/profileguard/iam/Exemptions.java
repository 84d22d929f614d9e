package dev.profileguard.iam;

import org.jspecify.annotations.Nullable;

/// What no function ever touches: what the operator exempts by name, what AWS services own, and the
/// canary's profile.
///
/// @param names globs on the names of profiles and roles, as the parameter `ExemptNames` has them
public record Exemptions(Globs names) {
    /// Makes name patterns ignore case, as IAM does.
    public Exemptions {
        names = names.ignoringCase();
    }

    /// Why a profile of this name is never touched; null: it may be.
    public @Nullable String ofProfile(ProfileName name) {
        return ofProfile(name, name.value());
    }

    /// Why a role of this name is given no profile of its own name, and that profile is not taken
    /// away: it would be one that is never touched. Null: it may be.
    public @Nullable String ofProfileFor(RoleName role) {
        ProfileName profile = new ProfileName(role.value());
        return profile.equals(Canary.PROFILE)
                ? "%s has the name of the profile that proves that events arrive".formatted(role)
                : ofProfile(profile, role.value());
    }

    /// Why the tags of a role or profile of this name are never touched; null: they may be. Of
    /// roles AWS owns some by their path, none by name.
    public @Nullable String ofTags(Subject subject) {
        return switch (subject) {
            case Subject.OfProfile(ProfileName profile) -> ofProfile(profile, subject.subject());
            case Subject.OfRole(RoleName role) -> byOperator(role.key(), subject.subject());
        };
    }

    /// Whether a service owns the profile, as its path, its tags or the role in it tell.
    ///
    /// @param profile null: there is none, and nothing tells
    public static boolean byLooks(@Nullable InstanceProfile profile) {
        return ServiceOwned.byLooks(profile);
    }

    /// Whether AWS alone may change the role, as its path tells.
    public static boolean byLooks(Role role) {
        return role.belongsToAws();
    }

    private @Nullable String ofProfile(ProfileName name, String called) {
        String exempt = byOperator(name.key(), called);
        if (exempt != null) {
            return exempt;
        }
        return ServiceOwned.byName(name)
                ? "%s belongs to an AWS service, by its name".formatted(called)
                : Canary.untouchable(name);
    }

    private @Nullable String byOperator(String key, String called) {
        return names.match(key) ? "%s is exempt by ExemptNames".formatted(called) : null;
    }
}
