package dev.profileguard.sweep;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.Tags;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What some actions left of a profile, as far as they show it.
///
/// Not thread-safe.
final class ExpectedProfile {
    private final ProfileName name;
    private final Map<String, @Nullable String> tags = new HashMap<>();
    private Existence existence = Existence.UNKNOWN;
    private Content content = Content.UNKNOWN;
    private @Nullable RoleName role;

    private enum Existence {
        UNKNOWN,
        EXISTS,
        DELETED
    }

    private enum Content {
        UNKNOWN,
        KNOWN
    }

    private ExpectedProfile(ProfileName name) {
        this.name = name;
    }

    /// What the actions left of one profile.
    ///
    /// @param actions oldest first
    static ExpectedProfile after(ProfileName name, List<Action> actions) {
        ExpectedProfile expected = new ExpectedProfile(name);
        actions.stream()
                .filter(each -> each.subject().equalsIgnoreCase(name.subject()))
                .forEach(expected::apply);
        return expected;
    }

    /// What the actions left of each profile that they changed.
    ///
    /// @param actions oldest first
    static List<ExpectedProfile> allAfter(List<Action> actions) {
        Map<ProfileName, ExpectedProfile> all = new LinkedHashMap<>();
        for (Action action : actions) {
            if (Subject.parse(action.subject()) instanceof Subject.OfProfile(ProfileName name)) {
                all.computeIfAbsent(name, ExpectedProfile::new).apply(action);
            }
        }
        return List.copyOf(all.values());
    }

    /// Whether a read of the profile shows all that is expected.
    boolean isShownBy(@Nullable InstanceProfile found) {
        return switch (existence) {
            case DELETED -> found == null;
            case EXISTS -> found != null && shows(found);
            case UNKNOWN -> found == null || shows(found);
        };
    }

    private boolean shows(InstanceProfile found) {
        return (content == Content.UNKNOWN || found.holds(role))
                && tags.entrySet().stream()
                        .allMatch(tag ->
                                Objects.equals(found.tags().get(tag.getKey()), tag.getValue()));
    }

    /// Whether a list of the profiles that contain a role shows what is expected of this profile.
    boolean isShownIn(List<InstanceProfile> holders, RoleName of) {
        boolean listed = holders.stream().anyMatch(each -> each.name().equals(name));
        return content == Content.UNKNOWN || listed == of.equals(role);
    }

    private void apply(Action action) {
        switch (action) {
            case Action.CreateProfile(ProfileName created, String path, Tags its) -> {
                forget(Existence.EXISTS);
                tags.putAll(its.values());
            }
            case Action.DeleteProfile deleted -> forget(Existence.DELETED);
            case Action.AddRole add -> hold(add.role());
            case Action.RemoveRole remove -> hold(null);
            case Action.TagProfile(ProfileName tagged, Tags its) -> tags.putAll(its.values());
            case Action.UntagProfile(ProfileName untagged, Set<String> keys) ->
                    keys.forEach(key -> tags.put(key, null));
            case Action.TagRole _,
                    Action.UpdateTrustPolicy _,
                    Action.AttachPolicy _,
                    Action.AssociateInstance _ -> {}
        }
    }

    private void forget(Existence now) {
        existence = now;
        hold(null);
        tags.clear();
    }

    private void hold(@Nullable RoleName now) {
        content = Content.KNOWN;
        role = now;
    }
}
