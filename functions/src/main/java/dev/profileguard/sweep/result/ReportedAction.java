package dev.profileguard.sweep.result;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An action in the report of a sweep: what every function says about an action, and the role, the
/// tags or the keys of tags that it sets or removes. A reader can so show the state after it.
public final class ReportedAction {
    private ReportedAction() {}

    /// The action as JSON, in reading order.
    public static Map<String, Object> json(PerformedAction performed) {
        Map<String, Object> json = new LinkedHashMap<>(Outcome.json(performed));
        json.putAll(fields(performed.action()));
        return json;
    }

    private static Map<String, Object> fields(Action action) {
        return switch (action) {
            case Action.CreateProfile(ProfileName _, String _, Tags tags) ->
                    Map.of("tags", tags.values());
            case Action.TagProfile(ProfileName _, Tags tags) -> Map.of("tags", tags.values());
            case Action.TagRole(RoleName _, Tags tags) -> Map.of("tags", tags.values());
            case Action.UntagProfile(ProfileName _, Set<String> keys) ->
                    Map.of("keys", List.copyOf(keys));
            case Action.AddRole(ProfileName _, RoleName role) -> Map.of("role", role.value());
            case Action.RemoveRole(ProfileName _, RoleName role) -> Map.of("role", role.value());
            case Action.DeleteProfile _,
                    Action.UpdateTrustPolicy _,
                    Action.AttachPolicy _,
                    Action.AssociateInstance _ ->
                    Map.of();
        };
    }
}
