package dev.profileguard.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An action on a page: performed, planned, or not possible.
///
/// @param kind such as `AddRole`
/// @param subject what it changes, such as `instance-profile/web`
/// @param role that it adds or removes; null: none
/// @param tags that it sets
/// @param keys of tags that it removes
/// @param outcome such as `done` or `would-do`
/// @param description in words
public record PageAction(
        String kind,
        String subject,
        @Nullable String role,
        Map<String, String> tags,
        List<String> keys,
        String outcome,
        String description) {
    private static final String DONE = "done";
    private static final String ALREADY = "already";
    private static final String PLANNED = "would-do";

    /// Whether IAM does not show its effect yet.
    boolean isPlanned() {
        return outcome.equals(PLANNED);
    }

    boolean isDone() {
        return outcome.equals(DONE);
    }

    String words() {
        return switch (outcome) {
            case PLANNED -> description;
            case DONE -> description + " (done)";
            case ALREADY -> description + " (it was so already)";
            default -> "%s (not possible: %s)".formatted(description, outcome);
        };
    }
}
