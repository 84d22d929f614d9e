package dev.profileguard.state.pause;

import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A time in which no function writes to IAM, EC2 or Auto Scaling. Findings go on.
///
/// @param from the start; null: unknown
/// @param until the end, exclusive; null: the template parameter `Paused` ends it
/// @param reason why, in the words of the person who paused
/// @param requestId the request that started it; empty: the template parameter did
public record Pause(
        @Nullable Instant from, @Nullable Instant until, String reason, String requestId) {
    /// The template parameter that pauses until it is changed.
    public static final String PARAMETER = "Paused";

    /// The pause by the template parameter.
    public static final Pause BY_PARAMETER =
            new Pause(null, null, "the template parameter Paused is on", "");

    private static final int MAX_REASON = 256;

    /// Whether the pause is in force at a time.
    public boolean covers(Instant moment) {
        return until == null || moment.isBefore(until);
    }

    /// For an action that is not performed: `paused until 2026-01-05T10:00:00Z: change freeze`.
    public String described() {
        return until == null
                ? "paused: " + shownReason()
                : "paused until %s: %s".formatted(until, shownReason());
    }

    /// The same as a sentence.
    public String sentence() {
        return until == null
                ? "All writes are paused: " + shownReason()
                : "All writes are paused until %s: %s".formatted(until, shownReason());
    }

    /// For answers, in reading order.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("from", from == null ? null : from.toString());
        json.put("until", until == null ? null : until.toString());
        json.put("reason", shownReason());
        return json;
    }

    private String shownReason() {
        return VisibleText.excerpt(reason, MAX_REASON);
    }
}
