package dev.profileguard.sweep;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.state.Baseline;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the roles and profiles that a rule may evaluate differently after a change: every one of
/// which a rule reads what was changed.
public final class Affected {
    private Affected() {}

    /// The roles and profiles that an action affects, whether or not they exist.
    ///
    /// @param snapshot the account after the action
    public static Set<Subject> by(Action action, AccountSnapshot snapshot) {
        return switch (action) {
            case Action.CreateProfile create -> profile(create.profile());
            case Action.DeleteProfile delete -> profile(delete.profile());
            case Action.AddRole(ProfileName profile, RoleName role) -> and(role, profile(profile));
            case Action.RemoveRole(ProfileName profile, RoleName role) ->
                    and(role, profile(profile));
            case Action.TagProfile tag -> withRole(tag.profile(), snapshot);
            case Action.UntagProfile untag -> withRole(untag.profile(), snapshot);
            case Action.TagRole tag -> withProfiles(tag.role(), snapshot);
            case Action.UpdateTrustPolicy update -> withProfiles(update.role(), snapshot);
            case Action.AttachPolicy attach -> Set.of(new Subject.OfRole(attach.role()));
            case Action.AssociateInstance _ -> Set.of();
        };
    }

    /// The roles that a change of a profile's baseline affects: those that it named or names now. A
    /// role of a baseline needs no other profile.
    public static Set<Subject> by(@Nullable Baseline before, @Nullable Baseline now) {
        Set<Baseline.RecordedRole> roles = new LinkedHashSet<>();
        Stream.of(before, now)
                .flatMap(each -> Stream.ofNullable(each == null ? null : each.role()))
                .forEach(roles::add);
        return Objects.equals(role(before), role(now))
                ? Set.of()
                : roles.stream()
                        .map(each -> new Subject.OfRole(each.name()))
                        .collect(Collectors.toSet());
    }

    private static Baseline.@Nullable RecordedRole role(@Nullable Baseline baseline) {
        return baseline == null ? null : baseline.role();
    }

    /// The profile, and the role with its name: the role would get a profile of this name. If there
    /// is no such role, the profile may not be needed any more.
    private static Set<Subject> profile(ProfileName name) {
        Set<Subject> all = new LinkedHashSet<>();
        all.add(new Subject.OfProfile(name));
        if (name.value().length() <= RoleName.MAX_LENGTH) {
            all.add(new Subject.OfRole(new RoleName(name.value())));
        }
        return all;
    }

    /// Also the role in the profile: it can take tags from its profiles.
    private static Set<Subject> withRole(ProfileName name, AccountSnapshot snapshot) {
        InstanceProfile found = snapshot.known(name);
        Role held = found == null ? null : found.role();
        Set<Subject> all = profile(name);
        return held == null ? all : and(held.name(), all);
    }

    /// The role, and the profiles that contain it: they can inherit its tags.
    private static Set<Subject> withProfiles(RoleName role, AccountSnapshot snapshot) {
        Set<Subject> all = new LinkedHashSet<>();
        all.add(new Subject.OfRole(role));
        snapshot.knownWith(role).forEach(each -> all.add(new Subject.OfProfile(each.name())));
        return all;
    }

    private static Set<Subject> and(RoleName role, Set<Subject> others) {
        others.add(new Subject.OfRole(role));
        return others;
    }
}
