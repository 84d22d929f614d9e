package dev.profileguard.sandbox.command.stack;

import dev.profileguard.event.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes requests by hand as JSON.
final class Requests {
    private Requests() {}

    /// A command with its fields: `{"show": {"profile": "web"}}`.
    static String command(String command, Map<String, ?> fields) {
        return Json.text(Map.of(command, fields));
    }

    /// A request to Backfill.
    ///
    /// @param rules empty: all
    /// @param names empty: all
    static String sweep(String mode, List<String> rules, List<String> names) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("mode", mode);
        if (!rules.isEmpty()) {
            request.put("rules", rules);
        }
        if (!names.isEmpty()) {
            request.put("names", names);
        }
        return Json.text(request);
    }

    /// The request to apply a plan.
    static String apply(String plan) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("mode", "apply");
        request.put("plan", plan);
        return Json.text(request);
    }
}
