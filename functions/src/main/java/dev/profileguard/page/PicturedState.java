package dev.profileguard.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A role, the profiles that contain it and the tags of both, before and after planned actions.
/// IAM's names ignore case.
///
/// Not thread-safe.
final class PicturedState {
    private static final String ROLE = "role/";

    private final boolean isRole;
    private final List<String> profiles;
    private final Map<String, @Nullable Map<String, String>> knownRoles = new LinkedHashMap<>();
    private @Nullable Map<String, String> roleTags;
    private @Nullable Map<String, String> profileTags;
    private @Nullable String role;

    /// @param subject the role or profile that is pictured
    PicturedState(String subject, PageState state) {
        PagePicture picture = state.picture();
        isRole = subject.startsWith(ROLE);
        role = picture.role();
        profiles = new ArrayList<>(picture.profiles());
        roleTags = copy(picture.roleTags());
        profileTags = copy(picture.profileTags());
        knownRoles.putAll(state.otherRoles());
        if (role != null) {
            knownRoles.put(role, roleTags);
        }
    }

    /// Takes what a later line knows of roles that actions add.
    void learn(PageState later) {
        later.otherRoles().forEach(knownRoles::putIfAbsent);
    }

    PagePicture picture() {
        return new PagePicture(role, List.copyOf(profiles), copy(roleTags), copy(profileTags));
    }

    /// Performs an action. One that changes none of this has no effect.
    void perform(PageAction action) {
        String profile = action.subject().replaceFirst("^[^/]*/", "");
        switch (action.kind()) {
            case "CreateProfile" -> {
                put(profile);
                profileTags = new LinkedHashMap<>(action.tags());
            }
            case "DeleteProfile" -> profiles.removeIf(profile::equalsIgnoreCase);
            case "AddRole" -> add(profile, action.role());
            case "RemoveRole" -> remove(profile);
            case "TagProfile" -> profileTags = with(profileTags, action.tags());
            case "UntagProfile" -> {
                profileTags = with(profileTags, Map.of());
                profileTags.keySet().removeAll(action.keys());
            }
            case "TagRole" -> roleTags = with(roleTags, action.tags());
            default -> {
                // changes a policy or an instance
            }
        }
    }

    private void add(String profile, @Nullable String added) {
        put(profile);
        if (!isRole && added != null) {
            role = added;
            roleTags = copy(knownRoles.get(added));
        }
    }

    private void remove(String profile) {
        if (isRole) {
            profiles.removeIf(profile::equalsIgnoreCase);
        } else {
            role = null;
            roleTags = new LinkedHashMap<>();
        }
    }

    private static Map<String, String> with(
            @Nullable Map<String, String> before, Map<String, String> more) {
        Map<String, String> tags =
                before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before);
        tags.putAll(more);
        return tags;
    }

    private static @Nullable Map<String, String> copy(@Nullable Map<String, String> tags) {
        return tags == null ? null : new LinkedHashMap<>(tags);
    }

    private void put(String profile) {
        if (profiles.stream().noneMatch(profile::equalsIgnoreCase)) {
            profiles.add(profile);
        }
    }
}
