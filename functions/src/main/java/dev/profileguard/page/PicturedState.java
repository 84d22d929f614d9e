package dev.profileguard.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A role, the profiles that contain it and the tags of both, before and after planned actions.
///
/// Not thread-safe.
final class PicturedState {
    private static final String ROLE = "role/";

    private final boolean isRole;
    private final List<String> profiles;
    private final Map<String, String> roleTags;
    private @Nullable Map<String, String> profileTags;
    private @Nullable String role;

    /// @param subject the role or profile that is pictured
    PicturedState(String subject, PagePicture picture) {
        isRole = subject.startsWith(ROLE);
        role = picture.role();
        profiles = new ArrayList<>(picture.profiles());
        roleTags = new LinkedHashMap<>(picture.roleTags());
        Map<String, String> tags = picture.profileTags();
        profileTags = tags == null ? null : new LinkedHashMap<>(tags);
    }

    PagePicture picture() {
        Map<String, String> tags = profileTags;
        return new PagePicture(
                role,
                List.copyOf(profiles),
                new LinkedHashMap<>(roleTags),
                tags == null ? null : new LinkedHashMap<>(tags));
    }

    /// Performs an action. One that changes none of this has no effect.
    void perform(PageAction action) {
        String profile = action.subject().replaceFirst("^[^/]*/", "");
        switch (action.kind()) {
            case "CreateProfile" -> {
                put(profile);
                profileTags = new LinkedHashMap<>(action.tags());
            }
            case "DeleteProfile" -> profiles.remove(profile);
            case "AddRole" -> {
                put(profile);
                role = isRole ? role : action.role();
            }
            case "RemoveRole" -> remove(profile);
            case "TagProfile" -> tags().putAll(action.tags());
            case "UntagProfile" -> tags().keySet().removeAll(action.keys());
            case "TagRole" -> roleTags.putAll(action.tags());
            default -> {
                // changes a policy or an instance
            }
        }
    }

    private void remove(String profile) {
        if (isRole) {
            profiles.remove(profile);
        } else {
            role = null;
        }
    }

    private Map<String, String> tags() {
        Map<String, String> tags = profileTags == null ? new LinkedHashMap<>() : profileTags;
        profileTags = tags;
        return tags;
    }

    private void put(String profile) {
        if (!profiles.contains(profile)) {
            profiles.add(profile);
        }
    }
}
