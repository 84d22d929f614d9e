package dev.profileguard.event;

import dev.profileguard.iam.Arn;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the names of profiles and roles in a call's parameters.
public final class EventNames {
    private static final String ARNS = "resourceARNList";

    private EventNames() {}

    /// The name of the instance profile in `instanceProfileName`.
    ///
    /// @throws UnreadableEventException if it is missing, or if IAM does not allow it
    public static ProfileName profile(JsonFields request) {
        return named(request, "instanceProfileName", ProfileName::new);
    }

    /// The name of the role in `roleName`.
    ///
    /// @throws UnreadableEventException if it is missing, or if IAM does not allow it
    public static RoleName role(JsonFields request) {
        return named(request, "roleName", RoleName::new);
    }

    /// The names of roles, or of instance profiles, in `resourceARNList`. A tagging call can
    /// succeed with some invalid ARNs, so names that IAM does not allow are skipped.
    ///
    /// @throws UnreadableEventException if IAM allows none of the names
    public static <T> List<T> inArns(
            JsonFields request, TaggedType type, Function<String, T> toName) {
        Set<T> names = new LinkedHashSet<>();
        UnreadableEventException invalid = null;
        for (String arn : strings(request, ARNS)) {
            String name = nameIn(arn, type);
            try {
                if (name != null) {
                    names.add(toName.apply(name));
                }
            } catch (IllegalArgumentException e) {
                String message = request.at(ARNS) + ": " + e.getMessage();
                invalid = new UnreadableEventException(message, e);
            }
        }
        if (names.isEmpty() && invalid != null) {
            throw invalid;
        }
        return List.copyOf(names);
    }

    /// The parameters of a call of the tagging API without the ARNs of the resources for which it
    /// failed. The call can succeed without changing all resources; its response lists the others.
    ///
    /// See
    /// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
    ///
    /// @throws UnreadableEventException if a field does not have the format of CloudTrail
    public static JsonFields withoutFailed(CloudTrailEvent event) {
        Map<?, ?> failed = event.response().optionalObject("failedResourcesMap").values();
        Map<Object, Object> values = new LinkedHashMap<>(event.request().values());
        values.put(
                ARNS,
                event.request().list(ARNS).stream()
                        .filter(arn -> arn == null || !failed.containsKey(arn))
                        .toList());
        return new JsonFields(event.request().path(), values);
    }

    /// The name of the role or instance profile with this ARN; null if the text is not the ARN of
    /// such a resource.
    public static @Nullable String nameIn(String text, TaggedType type) {
        Arn arn = Arn.parse(text);
        return arn == null || !arn.names(type) || arn.name().isEmpty() ? null : arn.name();
    }

    /// The strings in a list.
    ///
    /// @throws UnreadableEventException if the field is missing or not a list of strings
    static List<String> strings(JsonFields fields, String name) {
        List<String> strings = new ArrayList<>();
        for (Object entry : fields.list(name)) {
            if (!(entry instanceof String text)) {
                throw new UnreadableEventException(fields.at(name) + " must be a list of strings");
            }
            strings.add(text);
        }
        return strings;
    }

    private static <T> T named(JsonFields fields, String field, Function<String, T> type) {
        String name = fields.text(field);
        try {
            return type.apply(name);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException(fields.at(field) + ": " + e.getMessage(), e);
        }
    }
}
