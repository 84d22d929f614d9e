package dev.profileguard.advice.rule;

import dev.profileguard.iam.Arn;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TaggedType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The resources that a refused call names, in its parameters or in the message.
///
/// @param given the profile as the call gave it, a name or an ARN; empty: the call names none
/// @param profile its name; null: none, or IAM does not allow such a name, or it is a role's ARN
/// @param role null: the call names none
/// @param instance such as `i-0123456789abcdef0`; empty: none
/// @param association such as `iip-assoc-0123456789abcdef0`; empty: none
record Named(
        String given,
        @Nullable ProfileName profile,
        @Nullable RoleName role,
        String instance,
        String association) {
    private static final int MAX_DEPTH = 5;
    private static final int MAX_MESSAGE = 4_000;

    private static final Pattern PROFILE =
            Pattern.compile(
                    "Value \\((?<a>[^)]{1,300})\\) for parameter"
                        + " \\S{0,80}iamInstanceProfile|Invalid IAM ?Instance ?Profile(?: name|"
                        + " ARN)?+:? ['\"(]?(?<b>[\\w+=,.@:/-]{1,300})|IAM Instance Profile"
                        + " \"?(?<c>[\\w+=,.@:/-]{1,300})\"? has no|Instance Profile"
                        + " (?<d>[\\w+=,.@-]{1,128}) (?:cannot be found|already exists)|instance"
                        + " profile (?<e>[\\w+=,.@-]{1,128}) because",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern ROLE =
            Pattern.compile(
                    "role with name (?<a>[\\w+=,.@-]{1,64}) (?:cannot|already)"
                            + "|Role (?<b>[\\w+=,.@-]{1,64}) in Instance Profile"
                            + "|:role/(?<c>[\\w+=,.@/-]{1,600}?)[.,]?(?:\\s|\"|'|$)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern INSTANCE = Pattern.compile("\\bi-[0-9a-f]{8,17}\\b");
    private static final Pattern ASSOCIATION = Pattern.compile("\\biip-assoc-[0-9a-f]{8,17}\\b");

    static Named in(FailedCall call) {
        String message = call.message();
        message = message.substring(0, Math.min(MAX_MESSAGE, message.length()));
        Map<String, Object> request = call.request();
        String given = first(profile(request), found(PROFILE, message));
        String role = first(text(request, "roleName"), text(request, "roleArn"));
        role = first(first(role, text(request, "nodeRole")), found(ROLE, message));
        return new Named(
                given,
                name(nameOf(given, TaggedType.INSTANCE_PROFILE), ProfileName::new),
                name(nameOf(role, TaggedType.ROLE), RoleName::new),
                first(matching(INSTANCE, text(request, "instanceId")), matching(INSTANCE, message)),
                first(
                        matching(ASSOCIATION, text(request, "associationId")),
                        matching(ASSOCIATION, message)));
    }

    /// Whether the ARN of a role was given for a profile.
    boolean isRoleForProfile() {
        Arn arn = Arn.parse(given);
        return given.startsWith("role/") || (arn != null && arn.names(TaggedType.ROLE));
    }

    /// The role with the name that was given for the profile; null: none can have it.
    @Nullable RoleName roleLikeProfile() {
        Arn arn = Arn.parse(given);
        String resource = arn == null ? given : arn.resource();
        return name(resource.substring(resource.lastIndexOf('/') + 1), RoleName::new);
    }

    private static String profile(Map<String, Object> request) {
        Object profile = value(request, "iamInstanceProfile", MAX_DEPTH);
        String text = text(request, "instanceProfileName");
        if (profile instanceof Map<?, ?> fields) {
            return first(text(fields, "arn"), first(text(fields, "name"), text));
        }
        return profile instanceof String name ? name : text;
    }

    private static String text(Map<?, ?> request, String field) {
        return value(request, field, MAX_DEPTH) instanceof String text ? text : "";
    }

    /// The value of a field of this name in any case, at any place: CloudTrail wraps the parameters
    /// of some calls of EC2 and writes them with a capital.
    private static @Nullable Object value(Object object, String field, int depth) {
        if (depth == 0) {
            return null;
        }
        if (object instanceof List<?> list) {
            return list.isEmpty() || list.getFirst() == null
                    ? null
                    : value(list.getFirst(), field, depth - 1);
        }
        if (!(object instanceof Map<?, ?> map)) {
            return null;
        }
        for (var each : map.entrySet()) {
            if (field.equalsIgnoreCase(String.valueOf(each.getKey())) && each.getValue() != null) {
                return each.getValue();
            }
        }
        for (Object each : map.values()) {
            Object found = each == null ? null : value(each, field, depth - 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static String found(Pattern pattern, String message) {
        Matcher matcher = pattern.matcher(message);
        if (!matcher.find()) {
            return "";
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return matcher.group(group);
            }
        }
        return "";
    }

    private static String matching(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    private static String nameOf(String text, TaggedType type) {
        Arn arn = Arn.parse(text);
        if (arn == null && text.startsWith("role/") && type == TaggedType.INSTANCE_PROFILE) {
            return "";
        }
        if (arn == null) {
            return text.substring(text.lastIndexOf('/') + 1);
        }
        return arn.names(type) ? arn.name() : "";
    }

    /// The name; null: IAM does not allow it.
    static <T> @Nullable T name(String text, Function<String, T> type) {
        try {
            return text.isEmpty() ? null : type.apply(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }
}
