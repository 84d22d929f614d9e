package dev.profileguard.iam;

import org.jspecify.annotations.Nullable;

/// The roles and profiles that no function changes: those that the operator exempts by name, those
/// that AWS services own, and the canary's profile.
///
/// @param names globs for names of profiles and roles, from the parameter `ExemptNames`
/// @param canary the stack's canary
public record Exemptions(Globs names, Canary canary) {
    /// Makes the patterns ignore case, as IAM does for names.
    public Exemptions {
        names = names.ignoringCase();
    }

    /// Those of a stack without a canary.
    public Exemptions(Globs names) {
        this(names, Canary.NONE);
    }

    /// The reason why a profile of this name is never changed; null if it may be changed.
    public @Nullable String ofProfile(ProfileName name) {
        return ofProfile(name, name.value());
    }

    /// The reason why the profile with the same name as this role is never created or deleted; null
    /// if it may be.
    public @Nullable String ofProfileFor(RoleName role) {
        ProfileName profile = new ProfileName(role.value());
        return canary.is(profile)
                ? "%s has the same name as the canary's profile, which checks that events arrive"
                        .formatted(role)
                : ofProfile(profile, role.value());
    }

    /// The reason why the tags of a role or profile of this name are never changed; null if they
    /// may be changed. The name of a role does not show whether AWS owns the role: use
    /// [#isServiceOwned(Role)] for its path.
    public @Nullable String ofTags(Subject subject) {
        return switch (subject) {
            case Subject.OfProfile(ProfileName profile) -> ofProfile(profile, subject.subject());
            case Subject.OfRole(RoleName role) -> byOperator(role.key(), subject.subject());
        };
    }

    /// The reason why a profile is never changed, whoever made it and whatever guards it: the
    /// operator exempts its name, or it is the canary's. Null if there is none.
    public @Nullable String always(ProfileName name) {
        String exempt = byOperator(name.key(), name.value());
        return exempt == null ? canary.exemption(name) : exempt;
    }

    /// Whether only a service gives such a name: `eks-` and a UUID, for example. Nobody can give it
    /// to a profile that exists.
    public static boolean isNamedByService(ProfileName name) {
        return ServiceOwned.byMachineName(name);
    }

    /// Whether the name looks like one that a service gives. People's own profiles can have such
    /// names too.
    public static boolean hasNameOfService(ProfileName name) {
        return ServiceOwned.byName(name);
    }

    /// An example of a service's name that the pattern matches too; null: none is known.
    public static @Nullable String exampleOf(Glob pattern) {
        return ServiceOwned.exampleOf(pattern);
    }

    /// Why a service made the profile, as part of a sentence; null: nothing shows that, although
    /// its name, path or tags may look like it.
    ///
    /// @param profile null if there is no profile; then only the name counts
    public static @Nullable String maker(ProfileName name, @Nullable InstanceProfile profile) {
        return ServiceOwned.maker(name, profile);
    }

    /// Whether the profile looks like one that a service owns, by its path, its tags or its role.
    ///
    /// @param profile null if there is no profile; then the result is false
    public static boolean isServiceOwned(@Nullable InstanceProfile profile) {
        return ServiceOwned.byAttributes(profile);
    }

    /// Whether only AWS may change the role, by its path.
    public static boolean isServiceOwned(Role role) {
        return role.belongsToAws();
    }

    private @Nullable String ofProfile(ProfileName name, String label) {
        String exempt = byOperator(name.key(), label);
        if (exempt != null) {
            return exempt;
        }
        return ServiceOwned.byName(name)
                ? "%s has the name of a profile that an AWS service owns".formatted(label)
                : canary.exemption(name);
    }

    private @Nullable String byOperator(String key, String label) {
        return names.match(key) ? "%s matches ExemptNames".formatted(label) : null;
    }
}
