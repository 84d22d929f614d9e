package dev.profileguard.sandbox.command.rehearse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.page.PagePicture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A role, the profiles that contain it and the tags of both, before and after planned actions.
///
/// Not thread-safe.
final class PlannedState {
    private final boolean isRole;
    private final List<String> profiles = new ArrayList<>();
    private final Map<String, String> roleTags = new LinkedHashMap<>();
    private final Map<String, String> profileTags = new LinkedHashMap<>();
    private @Nullable String role;

    private PlannedState(boolean isRole) {
        this.isRole = isRole;
    }

    /// The state of a role or profile in IAM.
    static PlannedState of(Subject subject, IamReader iam) {
        PlannedState state = new PlannedState(subject instanceof Subject.OfRole);
        switch (subject) {
            case Subject.OfRole(RoleName name) -> {
                state.read(iam.role(name));
                iam.profilesWith(name).forEach(each -> state.profiles.add(each.name().value()));
                if (!state.profiles.isEmpty()) {
                    state.read(iam.profile(new ProfileName(state.profiles.getFirst())));
                }
            }
            case Subject.OfProfile(ProfileName name) -> {
                InstanceProfile profile = iam.profile(name);
                if (profile != null) {
                    state.profiles.add(profile.name().value());
                    state.read(profile);
                    Role held = profile.role();
                    state.read(held == null ? null : iam.role(held.name()));
                }
            }
        }
        return state;
    }

    private void read(@Nullable RoleDetail found) {
        if (found != null) {
            role = found.name().value();
            roleTags.putAll(found.tags().values());
        }
    }

    private void read(@Nullable InstanceProfile found) {
        if (found != null) {
            profileTags.putAll(found.tags().values());
        }
    }

    PagePicture picture() {
        return new PagePicture(
                role,
                List.copyOf(profiles),
                new LinkedHashMap<>(roleTags),
                new LinkedHashMap<>(profileTags));
    }

    /// Performs an action of a report. An action that changes none of this has no effect.
    void perform(JsonNode action) {
        String profile = action.path("subject").asText().replaceFirst("^[^/]*/", "");
        switch (action.path("action").asText()) {
            case "CreateProfile" -> {
                put(profile);
                profileTags.putAll(tags(action));
            }
            case "DeleteProfile" -> profiles.remove(profile);
            case "AddRole" -> {
                put(profile);
                role = isRole ? role : action.path("role").asText();
            }
            case "RemoveRole" -> {
                if (isRole) {
                    profiles.remove(profile);
                } else {
                    role = null;
                }
            }
            case "TagProfile" -> profileTags.putAll(tags(action));
            case "UntagProfile" ->
                    action.path("keys").forEach(key -> profileTags.remove(key.asText()));
            case "TagRole" -> roleTags.putAll(tags(action));
            default -> {
                // changes a policy or an instance
            }
        }
    }

    private void put(String profile) {
        if (!profiles.contains(profile)) {
            profiles.add(profile);
        }
    }

    private static Map<String, String> tags(JsonNode action) {
        Map<String, String> tags = new LinkedHashMap<>();
        action.path("tags")
                .properties()
                .forEach(each -> tags.put(each.getKey(), each.getValue().asText()));
        return tags;
    }
}
