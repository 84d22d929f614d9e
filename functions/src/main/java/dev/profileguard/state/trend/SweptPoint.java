package dev.profileguard.state.trend;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one sweep of the whole account found.
///
/// @param time its end, in whole seconds
/// @param done how many actions changed IAM
/// @param open how many actions were needed and not done, because of a mode or a quota, for
///   example; an action that fails counts in `failed`
/// @param critical the number of critical findings
/// @param warning the number of warnings
/// @param failed how often a rule failed for a role or profile
public record SweptPoint(
        Instant time, long done, long open, long critical, long warning, long failed) {
    /// As JSON values, in reading order.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", time.toString());
        json.put("done", done);
        json.put("open", open);
        json.put("critical", critical);
        json.put("warning", warning);
        json.put("failed", failed);
        return json;
    }
}
