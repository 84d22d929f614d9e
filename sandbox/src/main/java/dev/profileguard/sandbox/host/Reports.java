package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds the actions and findings of a function's result to the timeline.
final class Reports {
    private Reports() {}

    /// @param result the function's result: `actions` and `findings` are lists of objects
    static void add(
            Timeline timeline,
            FunctionDefinition function,
            Caller role,
            Instant now,
            Map<String, @Nullable Object> result) {
        String eventId = text(result, "eventId");
        for (Map<String, @Nullable Object> action : objects(result.get("actions"))) {
            timeline.add(
                    Entry.of(now, Entry.Kind.ACTION)
                            .by(role.arn())
                            .about(text(action, "action"), text(action, "subject"))
                            .in(function.logicalId(), eventId)
                            .ended(String.valueOf(action.get("outcome")), null));
        }
        for (Map<String, @Nullable Object> finding : objects(result.get("findings"))) {
            timeline.addFinding(finding);
            timeline.add(
                    Entry.of(now, Entry.Kind.FINDING)
                            .by(text(finding, "actor"))
                            .about(text(finding, "kind"), text(finding, "subject"))
                            .in(function.logicalId(), eventId)
                            .ended(String.valueOf(finding.get("severity")), null));
        }
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
        return list instanceof List<?> members
                ? members.stream()
                        .filter(Map.class::isInstance)
                        .map(member -> object((Map<?, ?>) member))
                        .toList()
                : List.of();
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> member) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        member.forEach((key, value) -> object.put(String.valueOf(key), value));
        return object;
    }

    private static @Nullable String text(Map<String, @Nullable Object> object, String key) {
        Object value = object.get(key);
        return value == null ? null : value.toString();
    }
}
