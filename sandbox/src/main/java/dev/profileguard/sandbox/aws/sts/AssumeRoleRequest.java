package dev.profileguard.sandbox.aws.sts;

import dev.profileguard.sandbox.aws.query.QueryForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request to AssumeRole. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
///
/// @param duration null: one hour
record AssumeRoleRequest(
        String roleArn, String roleName, String session, @Nullable Duration duration) {
    private static final Pattern ROLE =
            Pattern.compile("arn:[\\w-]+:iam::\\d{12}:role/(?:[\\u0021-\\u007E]+/)?([\\w+=,.@-]+)");
    private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]*");
    private static final int LEAST_SECONDS = 900;
    private static final int MOST_SECONDS = 43_200;

    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException `ValidationError`
    ///   naming every parameter that violates a constraint, with its value
    static AssumeRoleRequest read(Map<String, List<String>> form) {
        String arn = QueryForm.first(form, "RoleArn");
        String session = QueryForm.first(form, "RoleSessionName");
        Integer seconds = seconds(QueryForm.first(form, "DurationSeconds"));
        Violations violations = new Violations(new ArrayList<>());
        violations.length("roleArn", arn, 20, 2048);
        if (session != null && !SESSION.matcher(session).matches()) {
            violations.add(
                    "roleSessionName",
                    session,
                    "Member must satisfy regular expression pattern: " + SESSION);
        }
        violations.length("roleSessionName", session, 2, 64);
        violations.duration(seconds);
        violations.refuse();
        return of(String.valueOf(arn), String.valueOf(session), seconds);
    }

    /// A request as CloudTrail records it, whether it is valid or not.
    static Map<String, Object> recorded(Map<String, List<String>> form) {
        Map<String, Object> recorded = new LinkedHashMap<>();
        String arn = QueryForm.first(form, "RoleArn");
        String session = QueryForm.first(form, "RoleSessionName");
        String seconds = QueryForm.first(form, "DurationSeconds");
        if (arn != null) {
            recorded.put("roleArn", arn);
        }
        if (session != null) {
            recorded.put("roleSessionName", session);
        }
        if (seconds != null && seconds.matches("-?\\d{1,9}")) {
            recorded.put("durationSeconds", Integer.valueOf(seconds));
        }
        return recorded;
    }

    private static AssumeRoleRequest of(String arn, String session, @Nullable Integer seconds) {
        Matcher role = ROLE.matcher(arn);
        if (!role.matches()) {
            throw StsErrors.validation(arn + " is invalid");
        }
        Duration duration = seconds == null ? null : Duration.ofSeconds(seconds);
        return new AssumeRoleRequest(arn, role.group(1), session, duration);
    }

    private static @Nullable Integer seconds(@Nullable String value) {
        if (value == null) {
            return null;
        }
        if (!value.matches("-?\\d{1,9}")) {
            throw StsErrors.of("MalformedInput", "");
        }
        return Integer.valueOf(value);
    }

    /// The violated constraints. STS reports all of them in one error.
    private record Violations(List<String> messages) {
        void length(String name, @Nullable String value, int least, int most) {
            if (value == null) {
                add(name, null, "Member must not be null");
            } else if (value.length() < least) {
                add(name, value, "Member must have length greater than or equal to " + least);
            } else if (value.length() > most) {
                add(name, value, "Member must have length less than or equal to " + most);
            }
        }

        void duration(@Nullable Integer seconds) {
            if (seconds != null && (seconds < LEAST_SECONDS || seconds > MOST_SECONDS)) {
                add(
                        "durationSeconds",
                        seconds.toString(),
                        seconds < LEAST_SECONDS
                                ? "Member must have value greater than or equal to " + LEAST_SECONDS
                                : "Member must have value less than or equal to " + MOST_SECONDS);
            }
        }

        void add(String name, @Nullable String value, String constraint) {
            messages.add(
                    "Value %s at '%s' failed to satisfy constraint: %s"
                            .formatted(
                                    value == null ? "null" : "'" + value + "'", name, constraint));
        }

        void refuse() {
            if (!messages.isEmpty()) {
                throw StsErrors.validation(
                        "%d validation error%s detected: %s"
                                .formatted(
                                        messages.size(),
                                        messages.size() == 1 ? "" : "s",
                                        String.join("; ", messages)));
            }
        }
    }
}
