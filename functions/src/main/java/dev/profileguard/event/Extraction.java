package dev.profileguard.event;

import dev.profileguard.core.Change;
import dev.profileguard.core.Edit;
import dev.profileguard.core.ProfileName;
import dev.profileguard.core.RoleName;
import dev.profileguard.core.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the instance profiles that an event is about: one table, from the event's name to where
/// the names sit.
public final class Extraction {
    private static final Pattern PROFILE_ARN =
            Pattern.compile("arn:[^:]+:iam::[^:]*:instance-profile/(?:.*/)?([^/]+)");

    private static final Map<String, Function<CloudTrailEvent, Edit>> ONE_PROFILE =
            Map.of(
                    "CreateInstanceProfile", Extraction::created,
                    "DeleteInstanceProfile", event -> new Edit.Deleted(),
                    "AddRoleToInstanceProfile", event -> new Edit.RoleAdded(role(event)),
                    "RemoveRoleFromInstanceProfile", event -> new Edit.RoleRemoved(role(event)),
                    "TagInstanceProfile", event -> new Edit.Tagged(tagList(event.request())),
                    "UntagInstanceProfile", event -> new Edit.Untagged(keys(event)));

    private static final Map<String, Function<CloudTrailEvent, Edit>> MANY_PROFILES =
            Map.of(
                    "TagResources", event -> new Edit.Tagged(tagMap(event.request())),
                    "UntagResources", event -> new Edit.Untagged(keys(event)));

    private Extraction() {}

    /// What was found in an event.
    public sealed interface Found {
        /// The changes it tells of, one a profile, at least one.
        record Changes(List<Change> changes) implements Found {}

        /// It tells of none.
        ///
        /// @param why the reason, as a sentence for people
        record NotForUs(String why) implements Found {}
    }

    /// The changes that an event tells of.
    ///
    /// @throws UnreadableEventException naming the field that is missing or not as CloudTrail
    ///   writes it
    public static Found changes(CloudTrailEvent event) {
        Function<CloudTrailEvent, Edit> edit = table(event).get(event.name());
        if (edit == null) {
            return new Found.NotForUs(
                    "%s of %s does not change an instance profile"
                            .formatted(event.name(), event.source()));
        }
        if (event.errorCode() != null) {
            return new Found.NotForUs(
                    "%s failed with %s: nothing was changed"
                            .formatted(event.name(), event.errorCode()));
        }
        List<ProfileName> profiles = profiles(event);
        return profiles.isEmpty()
                ? new Found.NotForUs(event.name() + " names no instance profile")
                : new Found.Changes(changes(event, profiles, edit.apply(event)));
    }

    private static Map<String, Function<CloudTrailEvent, Edit>> table(CloudTrailEvent event) {
        return switch (event.source()) {
            case "iam.amazonaws.com" -> ONE_PROFILE;
            case "tagging.amazonaws.com" -> MANY_PROFILES;
            default -> Map.of();
        };
    }

    private static List<Change> changes(
            CloudTrailEvent event, List<ProfileName> profiles, Edit edit) {
        return profiles.stream()
                .map(profile ->
                        new Change(
                                profile,
                                edit,
                                event.actor(),
                                event.name(),
                                event.account(),
                                event.id(),
                                event.time()))
                .toList();
    }

    private static RoleName role(CloudTrailEvent event) {
        return named(event.request(), "roleName", RoleName::new);
    }

    private static Edit created(CloudTrailEvent event) {
        return new Edit.Created(
                event.response()
                        .optionalObject("instanceProfile")
                        .optionalText("instanceProfileId"));
    }

    private static List<ProfileName> profiles(CloudTrailEvent event) {
        if (ONE_PROFILE.containsKey(event.name())) {
            return List.of(named(event.request(), "instanceProfileName", ProfileName::new));
        }
        return profilesOf(event.request());
    }

    /// A tagging call succeeds although some of its ARNs name nothing, so that a name that IAM does
    /// not allow must not hide the profiles beside it.
    private static List<ProfileName> profilesOf(Fields request) {
        Set<ProfileName> profiles = new LinkedHashSet<>();
        UnreadableEventException illegal = null;
        for (String arn : texts(request, "resourceARNList")) {
            Matcher matcher = PROFILE_ARN.matcher(arn);
            try {
                if (matcher.matches()) {
                    profiles.add(new ProfileName(matcher.group(1)));
                }
            } catch (IllegalArgumentException e) {
                String message = request.at("resourceARNList") + ": " + e.getMessage();
                illegal = new UnreadableEventException(message, e);
            }
        }
        if (profiles.isEmpty() && illegal != null) {
            throw illegal;
        }
        return List.copyOf(profiles);
    }

    private static <T> T named(Fields fields, String field, Function<String, T> type) {
        String name = fields.text(field);
        try {
            return type.apply(name);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException(fields.at(field) + ": " + e.getMessage(), e);
        }
    }

    /// IAM allows a key of blanks alone.
    private static Tags tagList(Fields request) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Object entry : request.list("tags")) {
            if (!(entry instanceof Map<?, ?> tag)) {
                throw new UnreadableEventException(
                        request.at("tags") + " must be a list of objects with key and value");
            }
            Fields fields = new Fields(request.at("tags"), tag);
            String key = fields.optionalText("key");
            if (key == null || key.isEmpty()) {
                throw new UnreadableEventException(fields.at("key") + " is missing");
            }
            String value = fields.optionalText("value");
            tags.put(key, value == null ? "" : value);
        }
        return new Tags(tags);
    }

    private static Tags tagMap(Fields request) {
        Fields fields = request.object("tags");
        Map<String, String> tags = new LinkedHashMap<>();
        for (Object key : fields.values().keySet()) {
            String value = fields.optionalText(key.toString());
            tags.put(key.toString(), value == null ? "" : value);
        }
        return new Tags(tags);
    }

    private static Set<String> keys(CloudTrailEvent event) {
        return new LinkedHashSet<>(texts(event.request(), "tagKeys"));
    }

    private static List<String> texts(Fields fields, String name) {
        List<String> texts = new ArrayList<>();
        for (Object entry : fields.list(name)) {
            if (!(entry instanceof String text)) {
                throw new UnreadableEventException(fields.at(name) + " must be a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }
}
