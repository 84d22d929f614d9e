package dev.profileguard.sweep.page;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.page.PagePicture;
import dev.profileguard.page.PageState;
import dev.profileguard.state.usage.StoredUsage;
import dev.profileguard.sweep.AccountSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a sweep knows of roles and profiles, without a call to AWS.
///
/// @param usages what used the profiles when a sweep looked, by the name of the profile in lower
///   case
record ReportedState(AccountSnapshot snapshot, Map<String, StoredUsage> usages) {
    /// What is known of a role or profile.
    ///
    /// @param actions whose roles a picture may need
    PageState of(Subject subject, List<Action> actions) {
        return switch (subject) {
            case Subject.OfRole(RoleName name) -> {
                RoleDetail role = snapshot.known(name);
                yield state(role == null ? null : role.name(), snapshot.knownWith(name), actions);
            }
            case Subject.OfProfile(ProfileName name) -> {
                InstanceProfile profile = snapshot.known(name);
                Role role = profile == null ? null : profile.role();
                yield state(
                        role == null ? null : role.name(),
                        profile == null ? List.of() : List.of(profile),
                        actions);
            }
        };
    }

    private PageState state(
            @Nullable RoleName role, List<InstanceProfile> profiles, List<Action> actions) {
        return new PageState(
                new PagePicture(
                        role == null ? null : role.value(),
                        profiles.stream().map(each -> each.name().value()).toList(),
                        role == null ? Map.of() : tags(role),
                        profiles.isEmpty() ? Map.of() : tags(profiles.getFirst())),
                users(profiles),
                others(actions));
    }

    /// Null: not read.
    private @Nullable Map<String, String> tags(RoleName name) {
        RoleDetail role = snapshot.known(name);
        return role == null ? null : role.tags().values();
    }

    /// Null: not read.
    private @Nullable Map<String, String> tags(InstanceProfile profile) {
        return snapshot.hasTags(profile.name()) ? profile.tags().values() : null;
    }

    private Map<String, Map<String, String>> others(List<Action> actions) {
        Map<String, Map<String, String>> others = new LinkedHashMap<>();
        for (Action each : actions) {
            if (each instanceof Action.AddRole(ProfileName _, RoleName added)) {
                Map<String, String> tags = tags(added);
                if (tags != null) {
                    others.put(added.value(), tags);
                }
            }
        }
        return others;
    }

    /// With the name of the profile, if there are several.
    private List<String> users(List<InstanceProfile> profiles) {
        List<String> users = new ArrayList<>();
        for (InstanceProfile profile : profiles) {
            StoredUsage stored = usages.get(profile.name().key());
            KeptUsage usage = stored == null ? null : stored.readable();
            if (usage != null) {
                usage.shown().stream()
                        .map(each ->
                                profiles.size() == 1 ? each : profile.name().value() + ": " + each)
                        .forEach(users::add);
            }
        }
        return users;
    }

    /// As JSON values, in reading order.
    static Map<String, @Nullable Object> json(PageState state) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("role", state.picture().role());
        json.put("profiles", state.picture().profiles());
        json.put("roleTags", state.picture().roleTags());
        json.put("profileTags", state.picture().profileTags());
        json.put("users", state.users());
        json.put("otherRoles", state.otherRoles());
        return json;
    }
}
