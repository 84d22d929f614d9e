package dev.profileguard.sweep.result;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.page.PageAction;
import dev.profileguard.reconcile.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An action in the report of a sweep: what every function says about an action, and the role, the
/// tags or the keys of tags that it sets or removes. A reader can so show the state after it.
///
/// @param role null: the action adds or removes none
/// @param tags null: it sets none
/// @param keys null: it removes none
public record ReportedAction(
        PerformedAction performed,
        @Nullable String role,
        @Nullable Map<String, String> tags,
        @Nullable List<String> keys) {
    /// The action with what it sets and removes.
    public static ReportedAction of(PerformedAction performed) {
        return switch (performed.action()) {
            case Action.CreateProfile(ProfileName _, String _, Tags tags) -> sets(performed, tags);
            case Action.TagProfile(ProfileName _, Tags tags) -> sets(performed, tags);
            case Action.TagRole(RoleName _, Tags tags) -> sets(performed, tags);
            case Action.UntagProfile(ProfileName _, Set<String> keys) ->
                    new ReportedAction(performed, null, null, List.copyOf(keys));
            case Action.AddRole(ProfileName _, RoleName role) -> moves(performed, role);
            case Action.RemoveRole(ProfileName _, RoleName role) -> moves(performed, role);
            case Action.DeleteProfile _,
                    Action.UpdateTrustPolicy _,
                    Action.AttachPolicy _,
                    Action.AssociateInstance _ ->
                    new ReportedAction(performed, null, null, null);
        };
    }

    private static ReportedAction sets(PerformedAction performed, Tags tags) {
        return new ReportedAction(performed, null, tags.values(), null);
    }

    private static ReportedAction moves(PerformedAction performed, RoleName role) {
        return new ReportedAction(performed, role.value(), null, null);
    }

    /// The action as JSON, in reading order.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(Outcome.json(performed));
        if (tags != null) {
            json.put("tags", tags);
        }
        if (keys != null) {
            json.put("keys", keys);
        }
        if (role != null) {
            json.put("role", role);
        }
        return json;
    }

    /// The action as a page shows it.
    public PageAction page() {
        Action action = performed.action();
        return new PageAction(
                action.name(),
                action.subject(),
                role,
                tags == null ? Map.of() : tags,
                keys == null ? List.of() : keys,
                performed.effect().text(),
                action.described());
    }
}
