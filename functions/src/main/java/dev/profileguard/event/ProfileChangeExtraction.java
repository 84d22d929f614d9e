package dev.profileguard.event;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.TaggedType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads from an event which instance profiles a call changed, and how. Two tables map the name of
/// the event to the edit.
public final class ProfileChangeExtraction {
    private static final Map<String, Function<CloudTrailEvent, Edit>> ONE_PROFILE =
            Map.of(
                    "CreateInstanceProfile", ProfileChangeExtraction::created,
                    "DeleteInstanceProfile", event -> new Edit.Deleted(),
                    "AddRoleToInstanceProfile",
                            event -> new Edit.RoleAdded(EventNames.role(event.request())),
                    "RemoveRoleFromInstanceProfile",
                            event -> new Edit.RoleRemoved(EventNames.role(event.request())),
                    "TagInstanceProfile", event -> new Edit.Tagged(TagFields.list(event.request())),
                    "UntagInstanceProfile",
                            event -> new Edit.Untagged(TagFields.keys(event.request())));

    private static final Map<String, Function<CloudTrailEvent, Edit>> MANY_PROFILES =
            Map.of(
                    "TagResources", event -> new Edit.Tagged(TagFields.map(event.request())),
                    "UntagResources", event -> new Edit.Untagged(TagFields.keys(event.request())));

    private ProfileChangeExtraction() {}

    /// The operations that change instance profiles.
    public static Set<String> operations() {
        Set<String> all = new TreeSet<>(ONE_PROFILE.keySet());
        all.addAll(MANY_PROFILES.keySet());
        return all;
    }

    /// The changes of instance profiles in an event.
    ///
    /// @throws UnreadableEventException if a field is missing or does not have the format of
    ///   CloudTrail
    public static Extracted<List<Change>> changes(CloudTrailEvent event) {
        Function<CloudTrailEvent, Edit> edit = edits(event).get(event.name());
        if (edit == null) {
            return new Extracted.NotForUs<>(
                    "%s of %s does not change an instance profile"
                            .formatted(event.name(), event.source()));
        }
        if (event.errorCode() != null) {
            return Extracted.failed(event);
        }
        List<ProfileName> profiles = profiles(event);
        return profiles.isEmpty()
                ? new Extracted.NotForUs<>(event.name() + " does not name an instance profile")
                : new Extracted.Found<>(changes(event, profiles, edit.apply(event)));
    }

    private static Map<String, Function<CloudTrailEvent, Edit>> edits(CloudTrailEvent event) {
        return switch (event.source()) {
            case "iam.amazonaws.com" -> ONE_PROFILE;
            case "tagging.amazonaws.com" -> MANY_PROFILES;
            default -> Map.of();
        };
    }

    private static List<Change> changes(
            CloudTrailEvent event, List<ProfileName> profiles, Edit edit) {
        return profiles.stream().map(profile -> new Change(profile, edit, event.call())).toList();
    }

    private static Edit created(CloudTrailEvent event) {
        return new Edit.Created(
                event.response()
                        .optionalObject("instanceProfile")
                        .optionalText("instanceProfileId"));
    }

    private static List<ProfileName> profiles(CloudTrailEvent event) {
        if (ONE_PROFILE.containsKey(event.name())) {
            return List.of(EventNames.profile(event.request()));
        }
        return EventNames.inArns(
                EventNames.withoutFailed(event), TaggedType.INSTANCE_PROFILE, ProfileName::new);
    }
}
