package dev.profileguard.backfill;

import static dev.profileguard.aws.Attributes.text;
import static dev.profileguard.aws.Attributes.value;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads and writes an [Action] as a DynamoDB attribute. Tags are a list, because
/// [Action#described()] depends on their order and DynamoDB's maps have no order.
final class ActionItem {
    private ActionItem() {}

    static AttributeValue write(Action action) {
        return fromM(
                switch (action) {
                    case Action.CreateProfile(ProfileName profile, String path, Tags tags) ->
                            Map.of(
                                    "action", fromS("create-profile"),
                                    "profile", name(profile),
                                    "path", fromS(path),
                                    "tags", write(tags));
                    case Action.DeleteProfile(ProfileName profile) ->
                            Map.of("action", fromS("delete-profile"), "profile", name(profile));
                    case Action.AddRole(ProfileName profile, RoleName role) ->
                            Map.of(
                                    "action", fromS("add-role"),
                                    "profile", name(profile),
                                    "role", name(role));
                    case Action.RemoveRole(ProfileName profile, RoleName role) ->
                            Map.of(
                                    "action", fromS("remove-role"),
                                    "profile", name(profile),
                                    "role", name(role));
                    case Action.TagProfile(ProfileName profile, Tags tags) ->
                            Map.of(
                                    "action", fromS("tag-profile"),
                                    "profile", name(profile),
                                    "tags", write(tags));
                    case Action.UntagProfile(ProfileName profile, Set<String> keys) ->
                            Map.of(
                                    "action", fromS("untag-profile"),
                                    "profile", name(profile),
                                    "keys",
                                            fromL(
                                                    keys.stream()
                                                            .map(AttributeValue::fromS)
                                                            .toList()));
                    case Action.TagRole(RoleName role, Tags tags) ->
                            Map.of(
                                    "action", fromS("tag-role"),
                                    "role", name(role),
                                    "tags", write(tags));
                    case Action.UpdateTrustPolicy(RoleName role, String before, String after) ->
                            Map.of(
                                    "action", fromS("update-trust-policy"),
                                    "role", name(role),
                                    "before", fromS(before),
                                    "after", fromS(after));
                    case Action.AttachPolicy(RoleName role, String policy) ->
                            Map.of(
                                    "action", fromS("attach-policy"),
                                    "role", name(role),
                                    "policy", fromS(policy));
                    case Action.AssociateInstance associate ->
                            Map.of(
                                    "action", fromS("associate-instance"),
                                    "profile", name(associate.profile()),
                                    "region", fromS(associate.region()),
                                    "instance", fromS(associate.instance()),
                                    "association", fromS(associate.association()),
                                    "formerId", fromS(associate.formerId()));
                });
    }

    /// @throws RuntimeException when another version wrote it
    static Action read(AttributeValue value) {
        Map<String, AttributeValue> map = value.m();
        String action = text(map, "action");
        return switch (action) {
            case "create-profile" ->
                    new Action.CreateProfile(profile(map), text(map, "path"), tags(map));
            case "delete-profile" -> new Action.DeleteProfile(profile(map));
            case "add-role" -> new Action.AddRole(profile(map), role(map));
            case "remove-role" -> new Action.RemoveRole(profile(map), role(map));
            case "tag-profile" -> new Action.TagProfile(profile(map), tags(map));
            case "untag-profile" ->
                    new Action.UntagProfile(
                            profile(map),
                            value(map, "keys").l().stream()
                                    .map(AttributeValue::s)
                                    .collect(Collectors.toSet()));
            case "tag-role" -> new Action.TagRole(role(map), tags(map));
            case "update-trust-policy" ->
                    new Action.UpdateTrustPolicy(
                            role(map), text(map, "before"), text(map, "after"));
            case "attach-policy" -> new Action.AttachPolicy(role(map), text(map, "policy"));
            case "associate-instance" ->
                    new Action.AssociateInstance(
                            profile(map),
                            text(map, "region"),
                            text(map, "instance"),
                            text(map, "association"),
                            text(map, "formerId"));
            default -> throw new IllegalStateException("there is no action " + action);
        };
    }

    private static AttributeValue name(ProfileName profile) {
        return fromS(profile.value());
    }

    private static AttributeValue name(RoleName role) {
        return fromS(role.value());
    }

    private static AttributeValue write(Tags tags) {
        return fromL(
                tags.values().entrySet().stream()
                        .map(tag ->
                                fromM(
                                        Map.of(
                                                "key", fromS(tag.getKey()),
                                                "value", fromS(tag.getValue()))))
                        .toList());
    }

    private static ProfileName profile(Map<String, AttributeValue> map) {
        return new ProfileName(text(map, "profile"));
    }

    private static RoleName role(Map<String, AttributeValue> map) {
        return new RoleName(text(map, "role"));
    }

    private static Tags tags(Map<String, AttributeValue> map) {
        Map<String, String> tags = new LinkedHashMap<>();
        value(map, "tags")
                .l()
                .forEach(tag -> tags.put(text(tag.m(), "key"), text(tag.m(), "value")));
        return new Tags(tags);
    }
}
