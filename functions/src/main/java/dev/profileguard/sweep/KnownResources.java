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
import org.jspecify.annotations.Nullable;

/// The roles and profiles that a snapshot holds, with the predicted effects of planned actions.
///
/// Not thread-safe.
final class KnownResources {
    private final Map<String, RoleDetail> roles = new TreeMap<>();
    private final Map<String, InstanceProfile> profiles = new TreeMap<>();
    private final Set<String> withTags = new HashSet<>();
    private final Map<String, UnaryOperator<InstanceProfile>> predictions = new HashMap<>();
    private int addedProfiles;

    /// By name in lower case.
    List<RoleDetail> roles() {
        return List.copyOf(roles.values());
    }

    /// By name in lower case; some without their tags.
    List<InstanceProfile> profiles() {
        return List.copyOf(profiles.values());
    }

    /// Null: no such role.
    @Nullable RoleDetail role(RoleName name) {
        return roles.get(name.key());
    }

    /// Null: no such profile.
    @Nullable InstanceProfile profile(ProfileName name) {
        return profiles.get(name.key());
    }

    /// Whether the profile's tags are known.
    boolean hasTags(ProfileName name) {
        return withTags.contains(name.key());
    }

    /// How many more profiles the account would have after the predicted actions; negative: fewer.
    int addedProfiles() {
        return addedProfiles;
    }

    /// Adds a role from a list.
    void list(RoleDetail role) {
        roles.put(role.name().key(), role);
    }

    /// Adds a profile from a list, which contains no tags.
    void list(InstanceProfile profile) {
        profiles.put(profile.name().key(), profile);
    }

    /// Replaces a profile with what IAM returned for it, and applies the predictions again.
    ///
    /// @param found null: IAM has no such profile
    /// @return the profile with the predictions; null: none
    @Nullable InstanceProfile update(ProfileName name, @Nullable InstanceProfile found) {
        if (found == null) {
            profiles.remove(name.key());
            return null;
        }
        InstanceProfile predicted =
                predictions.getOrDefault(name.key(), UnaryOperator.identity()).apply(found);
        profiles.put(name.key(), predicted);
        withTags.add(name.key());
        return predicted;
    }

    /// Applies the effect of an action that is only planned.
    void predict(Action action) {
        switch (action) {
            case Action.CreateProfile(ProfileName name, String path, Tags tags) ->
                    predictCreation(
                            new InstanceProfile(
                                    name, InstanceProfile.NOT_CREATED_YET, path, null, tags));
            case Action.DeleteProfile(ProfileName name) -> predictDeletion(name);
            case Action.TagProfile(ProfileName name, Tags tags) ->
                    predict(name, found -> found.tagged(found.tags().and(tags)));
            case Action.UntagProfile(ProfileName name, Set<String> keys) ->
                    predict(name, found -> found.tagged(found.tags().without(keys)));
            case Action.AddRole(ProfileName name, RoleName role) -> {
                RoleDetail known = role(role);
                predict(name, found -> found.holding(known == null ? null : known.role()));
            }
            case Action.RemoveRole(ProfileName name, RoleName role) ->
                    predict(name, found -> found.holding(null));
            case Action.TagRole tag ->
                    roles.computeIfPresent(
                            tag.role().key(),
                            (key, found) -> found.tagged(found.tags().after(List.of(tag))));
        }
    }

    /// Does nothing if the profile exists: somebody else created it in the meantime.
    private void predictCreation(InstanceProfile created) {
        String key = created.name().key();
        if (profiles.putIfAbsent(key, created) == null) {
            withTags.add(key);
            addedProfiles++;
        }
    }

    private void predictDeletion(ProfileName name) {
        predictions.remove(name.key());
        if (profiles.remove(name.key()) != null) {
            addedProfiles--;
        }
    }

    /// Keeps the change as well, for a profile whose tags are read later.
    private void predict(ProfileName name, UnaryOperator<InstanceProfile> change) {
        profiles.computeIfPresent(name.key(), (key, found) -> change.apply(found));
        predictions.merge(
                name.key(), change, (before, then) -> found -> then.apply(before.apply(found)));
    }
}
