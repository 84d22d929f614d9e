package dev.profileguard.sandbox.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What AssumeRole takes. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
///
/// @param duration null: an hour
record AssumeRoleRequest(
        String roleArn, String roleName, String session, @Nullable Duration duration) {
    private static final Pattern ROLE =
            Pattern.compile("arn:[\\w-]+:iam::\\d{12}:role/(?:[\\u0021-\\u007E]+/)?([\\w+=,.@-]+)");
    private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]*");
    private static final int LEAST_SECONDS = 900;
    private static final int MOST_SECONDS = 43_200;

    /// @throws Refusal naming the parameter that breaks its constraint
    static AssumeRoleRequest read(Map<String, List<String>> form) {
        String arn = required(form, "RoleArn", "roleArn", 20, 2048);
        String session = required(form, "RoleSessionName", "roleSessionName", 2, 64);
        if (!SESSION.matcher(session).matches()) {
            throw constraint(
                    session,
                    "roleSessionName",
                    "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
        }
        Matcher role = ROLE.matcher(arn);
        if (!role.matches()) {
            throw Refusal.validation(arn + " is invalid");
        }
        return new AssumeRoleRequest(arn, role.group(1), session, duration(form));
    }

    private static @Nullable Duration duration(Map<String, List<String>> form) {
        String value = first(form, "DurationSeconds");
        if (value == null) {
            return null;
        }
        if (!value.matches("-?\\d{1,9}")) {
            throw new Refusal(400, "MalformedInput", "");
        }
        int seconds = Integer.parseInt(value);
        if (seconds < LEAST_SECONDS) {
            throw constraint(
                    value,
                    "durationSeconds",
                    "Member must have value greater than or equal to " + LEAST_SECONDS);
        }
        if (seconds > MOST_SECONDS) {
            throw constraint(
                    value,
                    "durationSeconds",
                    "Member must have value less than or equal to " + MOST_SECONDS);
        }
        return Duration.ofSeconds(seconds);
    }

    private static String required(
            Map<String, List<String>> form, String name, String shown, int least, int most) {
        String value = first(form, name);
        if (value == null) {
            throw Refusal.validation(
                    ("1 validation error detected: Value null at '%s' failed to satisfy"
                                    + " constraint: Member must not be null")
                            .formatted(shown));
        }
        if (value.length() < least) {
            throw constraint(
                    value, shown, "Member must have length greater than or equal to " + least);
        }
        if (value.length() > most) {
            throw constraint(value, shown, "Member must have length less than or equal to " + most);
        }
        return value;
    }

    private static @Nullable String first(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }

    private static Refusal constraint(String value, String name, String constraint) {
        return Refusal.validation(
                "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                        .formatted(value, name, constraint));
    }
}
