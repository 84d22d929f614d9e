package dev.profileguard.sweep;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The roles and profiles that a snapshot holds, with the predicted effects of planned actions.
///
/// Not thread-safe.
final class KnownResources {
    private final Map<String, RoleDetail> roles = new TreeMap<>();
    private final ProfilesByName profiles = new ProfilesByName();
    private final Set<String> withTags = new HashSet<>();
    private final Map<String, UnaryOperator<InstanceProfile>> predictions = new HashMap<>();
    private int predictedProfiles;

    /// By name in lower case.
    List<RoleDetail> roles() {
        return List.copyOf(roles.values());
    }

    /// By name in lower case; some without their tags.
    List<InstanceProfile> profiles() {
        return profiles.all();
    }

    /// Null: no such role.
    @Nullable RoleDetail role(RoleName name) {
        return roles.get(name.key());
    }

    /// Null: no such profile.
    @Nullable InstanceProfile profile(ProfileName name) {
        return profiles.get(name);
    }

    /// Whether the profile's tags are known.
    boolean hasTags(ProfileName name) {
        return withTags.contains(name.key());
    }

    /// How many more profiles the account would have after the predicted actions; negative: fewer.
    int predictedProfiles() {
        return predictedProfiles;
    }

    /// The profiles that contain a role; some without their tags.
    List<InstanceProfile> profilesWith(RoleName name) {
        return profiles.with(name);
    }

    /// Adds a role from a list.
    void list(RoleDetail role) {
        roles.put(role.name().key(), role);
    }

    /// Adds a profile from a list, which contains no tags.
    void list(InstanceProfile profile) {
        profiles.put(profile);
    }

    /// Replaces a profile with what IAM returned for it, and applies the predictions again.
    ///
    /// @param found null: IAM has no such profile
    /// @return the profile with the predictions; null: none
    @Nullable InstanceProfile update(ProfileName name, @Nullable InstanceProfile found) {
        if (found == null) {
            profiles.remove(name);
            return null;
        }
        InstanceProfile predicted =
                predictions.getOrDefault(name.key(), UnaryOperator.identity()).apply(found);
        profiles.put(predicted);
        withTags.add(name.key());
        return predicted;
    }

    /// Replaces a role with what IAM returned for it.
    ///
    /// @param found null: IAM has no such role
    /// @return the role; null: none
    @Nullable RoleDetail update(RoleName name, @Nullable RoleDetail found) {
        if (found == null) {
            roles.remove(name.key());
        } else {
            roles.put(name.key(), found);
        }
        return found;
    }

    /// Replaces the profiles that contain a role with what IAM returned for it.
    ///
    /// @param found without tags
    /// @return the profiles that do not contain the role any more, or not yet when their tags were
    ///   read: they have to be read again
    Set<ProfileName> update(RoleName name, List<InstanceProfile> found) {
        Set<ProfileName> outdated = new HashSet<>();
        for (InstanceProfile holder : found) {
            InstanceProfile before = profiles.get(holder.name());
            if (before == null || !before.id().equals(holder.id()) || !before.holds(name)) {
                profiles.put(holder);
                withTags.remove(holder.name().key());
            }
        }
        Set<ProfileName> holders =
                found.stream().map(InstanceProfile::name).collect(Collectors.toSet());
        for (InstanceProfile before : profilesWith(name)) {
            if (!holders.contains(before.name())) {
                profiles.put(before.holding(null));
                outdated.add(before.name());
            }
        }
        return outdated;
    }

    /// Applies the effect of an action that is only planned, and again to what is read later.
    void predict(Action action) {
        switch (action) {
            case Action.CreateProfile create -> {
                if (profile(create.profile()) == null) {
                    predictedProfiles++;
                }
            }
            case Action.DeleteProfile(ProfileName name) -> {
                predictions.remove(name.key());
                if (profile(name) != null) {
                    predictedProfiles--;
                }
            }
            case Action.TagProfile tag -> keep(tag.profile(), action);
            case Action.UntagProfile untag -> keep(untag.profile(), action);
            case Action.AddRole add -> keep(add.profile(), action);
            case Action.RemoveRole remove -> keep(remove.profile(), action);
            case Action.TagRole _,
                    Action.UpdateTrustPolicy _,
                    Action.AttachPolicy _,
                    Action.AssociateInstance _ -> {}
        }
        apply(action);
    }

    /// Applies the effect of an action. A profile that exists is not created: somebody else created
    /// it in the meantime.
    void apply(Action action) {
        switch (action) {
            case Action.CreateProfile(ProfileName name, String path, Tags tags) -> {
                InstanceProfile created =
                        new InstanceProfile(
                                name, InstanceProfile.NOT_CREATED_YET, path, null, tags);
                if (profiles.get(name) == null) {
                    profiles.put(created);
                    withTags.add(name.key());
                }
            }
            case Action.DeleteProfile(ProfileName name) -> profiles.remove(name);
            case Action.TagProfile tag -> change(tag.profile(), action);
            case Action.UntagProfile untag -> change(untag.profile(), action);
            case Action.AddRole add -> change(add.profile(), action);
            case Action.RemoveRole remove -> change(remove.profile(), action);
            case Action.TagRole tag ->
                    roles.computeIfPresent(
                            tag.role().key(),
                            (key, found) -> found.tagged(found.tags().after(List.of(tag))));
            case Action.UpdateTrustPolicy update ->
                    roles.computeIfPresent(
                            update.role().key(), (key, found) -> found.trusting(update.after()));
            case Action.AttachPolicy _, Action.AssociateInstance _ -> {}
        }
    }

    private void change(ProfileName name, Action action) {
        InstanceProfile found = profiles.get(name);
        if (found != null) {
            profiles.put(changed(found, action));
        }
    }

    /// Keeps the change as well, for a profile whose tags are read later.
    private void keep(ProfileName name, Action action) {
        predictions.merge(
                name.key(),
                found -> changed(found, action),
                (before, then) -> found -> then.apply(before.apply(found)));
    }

    /// The profile after an action that changes it.
    private InstanceProfile changed(InstanceProfile found, Action action) {
        return switch (action) {
            case Action.TagProfile(ProfileName name, Tags tags) ->
                    found.tagged(found.tags().and(tags));
            case Action.UntagProfile(ProfileName name, Set<String> keys) ->
                    found.tagged(found.tags().without(keys));
            case Action.AddRole(ProfileName name, RoleName role) -> {
                RoleDetail added = role(role);
                yield found.holding(added == null ? null : added.role());
            }
            case Action.RemoveRole remove -> found.holding(null);
            case Action.CreateProfile create -> found;
            case Action.DeleteProfile delete -> found;
            case Action.TagRole _,
                    Action.UpdateTrustPolicy _,
                    Action.AttachPolicy _,
                    Action.AssociateInstance _ ->
                    found;
        };
    }
}
