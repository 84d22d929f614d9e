package dev.profileguard.event;

import dev.profileguard.iam.Arn;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the names of profiles and roles in a call's parameters.
public final class EventNames {
    private EventNames() {}

    public static ProfileName profile(JsonFields request) {
        return named(request, "instanceProfileName", ProfileName::new);
    }

    public static RoleName role(JsonFields request) {
        return named(request, "roleName", RoleName::new);
    }

    /// The names of roles, or of instance profiles, in `resourceARNList`. A tagging call succeeds
    /// although some of its ARNs name nothing, so that a name that IAM does not allow must not hide
    /// the others beside it.
    ///
    /// @throws UnreadableEventException when all of them are such names
    public static <T> List<T> inArns(
            JsonFields request, TaggedType type, Function<String, T> named) {
        Set<T> names = new LinkedHashSet<>();
        UnreadableEventException illegal = null;
        for (String arn : texts(request, "resourceARNList")) {
            String name = nameIn(arn, type);
            try {
                if (name != null) {
                    names.add(named.apply(name));
                }
            } catch (IllegalArgumentException e) {
                String message = request.at("resourceARNList") + ": " + e.getMessage();
                illegal = new UnreadableEventException(message, e);
            }
        }
        if (names.isEmpty() && illegal != null) {
            throw illegal;
        }
        return List.copyOf(names);
    }

    /// The name of the role, or of the instance profile, with this ARN; null where the text is no
    /// such ARN.
    public static @Nullable String nameIn(String text, TaggedType type) {
        Arn arn = Arn.parse(text);
        return arn == null || !arn.names(type) || arn.name().isEmpty() ? null : arn.name();
    }

    /// A list of texts.
    ///
    /// @throws UnreadableEventException when it is missing or anything else
    static List<String> texts(JsonFields fields, String name) {
        List<String> texts = new ArrayList<>();
        for (Object entry : fields.list(name)) {
            if (!(entry instanceof String text)) {
                throw new UnreadableEventException(fields.at(name) + " must be a list of texts");
            }
            texts.add(text);
        }
        return texts;
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
