package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Notice;
import dev.profileguard.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.Map;

/// A notice that a sink did not accept.
///
/// @param sink the name of the sink
/// @param error the message of the error
public record Undelivered(String sink, String error, Notice notice) {
    /// Makes the error a message.
    public Undelivered {
        error = VisibleText.message(error);
    }

    Undelivered(FindingSink sink, Throwable error, Notice notice) {
        this(sink.name(), String.valueOf(error.getMessage()), notice);
    }

    /// The message in the dead-letter queue, as JSON.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sink", sink);
        json.put("error", error);
        json.put("notice", notice.json());
        return json;
    }
}
