package dev.profileguard.sweep.result;

import dev.profileguard.compute.KeptUsage;
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
    PageState of(Subject subject) {
        return switch (subject) {
            case Subject.OfRole(RoleName name) ->
                    state(snapshot.known(name), snapshot.knownWith(name));
            case Subject.OfProfile(ProfileName name) -> {
                InstanceProfile profile = snapshot.known(name);
                Role role = profile == null ? null : profile.role();
                yield state(
                        role == null ? null : snapshot.known(role.name()),
                        profile == null ? List.of() : List.of(profile));
            }
        };
    }

    private PageState state(@Nullable RoleDetail role, List<InstanceProfile> profiles) {
        InstanceProfile first = profiles.isEmpty() ? null : profiles.getFirst();
        boolean isRead = first == null || snapshot.hasTags(first.name());
        return new PageState(
                new PagePicture(
                        role == null ? null : role.name().value(),
                        profiles.stream().map(each -> each.name().value()).toList(),
                        role == null ? Map.of() : role.tags().values(),
                        !isRead ? null : first == null ? Map.of() : first.tags().values()),
                first == null ? List.of() : users(first.name()));
    }

    private List<String> users(ProfileName profile) {
        StoredUsage stored = usages.get(profile.key());
        KeptUsage usage = stored == null ? null : stored.readable();
        return usage == null ? List.of() : usage.shown();
    }

    /// As JSON values, in reading order.
    static Map<String, @Nullable Object> json(PageState state) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("role", state.picture().role());
        json.put("profiles", state.picture().profiles());
        json.put("roleTags", state.picture().roleTags());
        json.put("profileTags", state.picture().profileTags());
        json.put("users", state.users());
        return json;
    }
}
