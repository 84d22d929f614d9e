package dev.profileguard.tag;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.EventNames;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.JsonFields;
import dev.profileguard.event.TagFields;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.tag.rule.TagChange;
import dev.profileguard.tag.rule.TagEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds the roles and profiles whose tags an event can change. Tables map the event's name to the
/// fields with the names.
public final class TagChangeExtraction {
    private static final Map<String, Function<CloudTrailEvent, TagEdit>> ONE_ROLE =
            Map.of(
                    "CreateRole", TagChangeExtraction::created,
                    "TagRole", event -> new TagEdit.Tagged(TagFields.list(event.request())),
                    "UntagRole", event -> new TagEdit.Untagged(TagFields.keys(event.request())));

    private static final Map<String, Function<CloudTrailEvent, TagEdit>> ONE_PROFILE =
            Map.of(
                    "CreateInstanceProfile", TagChangeExtraction::created,
                    "AddRoleToInstanceProfile",
                            event -> new TagEdit.RoleAdded(EventNames.role(event.request())),
                    "TagInstanceProfile",
                            event -> new TagEdit.Tagged(TagFields.list(event.request())),
                    "UntagInstanceProfile",
                            event -> new TagEdit.Untagged(TagFields.keys(event.request())));

    private static final Map<String, Function<CloudTrailEvent, TagEdit>> MANY =
            Map.of(
                    "TagResources", event -> new TagEdit.Tagged(TagFields.map(event.request())),
                    "UntagResources",
                            event -> new TagEdit.Untagged(TagFields.keys(event.request())));

    private TagChangeExtraction() {}

    /// The changes in an event.
    ///
    /// @throws UnreadableEventException with the field that is missing or not in CloudTrail's
    ///   format
    public static Extracted<List<TagChange>> changes(CloudTrailEvent event) {
        Function<CloudTrailEvent, TagEdit> edit = edit(event);
        if (edit == null) {
            return new Extracted.NotForUs<>(
                    "%s of %s changes no tags of roles or instance profiles"
                            .formatted(event.name(), event.source()));
        }
        if (event.errorCode() != null) {
            return Extracted.failed(event);
        }
        List<Subject> subjects = subjects(event);
        if (subjects.isEmpty()) {
            return new Extracted.NotForUs<>(event.name() + " names no role or instance profile");
        }
        TagEdit what = edit.apply(event);
        return new Extracted.Found<>(
                subjects.stream()
                        .map(subject -> new TagChange(subject, what, event.call()))
                        .toList());
    }

    private static @Nullable Function<CloudTrailEvent, TagEdit> edit(CloudTrailEvent event) {
        return switch (event.source()) {
            case "iam.amazonaws.com" ->
                    ONE_ROLE.getOrDefault(event.name(), ONE_PROFILE.get(event.name()));
            case "tagging.amazonaws.com" -> MANY.get(event.name());
            default -> null;
        };
    }

    private static TagEdit created(CloudTrailEvent event) {
        return new TagEdit.Created(
                event.request().values().get("tags") == null
                        ? Tags.NONE
                        : TagFields.list(event.request()));
    }

    private static List<Subject> subjects(CloudTrailEvent event) {
        if (ONE_ROLE.containsKey(event.name())) {
            return List.of(new Subject.OfRole(EventNames.role(event.request())));
        }
        if (ONE_PROFILE.containsKey(event.name())) {
            return List.of(new Subject.OfProfile(EventNames.profile(event.request())));
        }
        return inArns(EventNames.withoutFailed(event));
    }

    /// Roles are first, because profiles inherit tags from them. An invalid name is an error only
    /// if there is no valid one.
    private static List<Subject> inArns(JsonFields request) {
        List<UnreadableEventException> illegal = new ArrayList<>();
        List<Subject> subjects = new ArrayList<>();
        subjects.addAll(
                collect(illegal, () -> EventNames.inArns(request, TaggedType.ROLE, RoleName::new))
                        .stream()
                        .map(Subject.OfRole::new)
                        .toList());
        subjects.addAll(
                collect(
                                illegal,
                                () ->
                                        EventNames.inArns(
                                                request,
                                                TaggedType.INSTANCE_PROFILE,
                                                ProfileName::new))
                        .stream()
                        .map(Subject.OfProfile::new)
                        .toList());
        if (subjects.isEmpty() && !illegal.isEmpty()) {
            throw illegal.getFirst();
        }
        return List.copyOf(subjects);
    }

    private static <T> List<T> collect(
            List<UnreadableEventException> illegal, Supplier<List<T>> names) {
        try {
            return names.get();
        } catch (UnreadableEventException e) {
            illegal.add(e);
            return List.of();
        }
    }
}
