package dev.profileguard.sandbox.command.redrive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What became of the letters of a queue.
final class Count {
    private final Map<String, Integer> done = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();

    /// @param how as a participle, such as `sent to ProfileGuardRetries`
    void done(String how) {
        done.merge(how, 1, Integer::sum);
    }

    /// @param why as a sentence about one letter
    void left(String why) {
        left.add(why);
    }

    /// One sentence for each letter that stays.
    List<String> left() {
        return List.copyOf(left);
    }

    int all() {
        return done.values().stream().mapToInt(Integer::intValue).sum() + left.size();
    }

    /// Such as `212 letters: 210 sent to ProfileGuardRetries, 2 left`.
    String text() {
        int all = all();
        if (all == 0) {
            return "no letters";
        }
        List<String> parts =
                done.entrySet().stream()
                        .map(each -> "%d %s".formatted(each.getValue(), each.getKey()))
                        .collect(Collectors.toCollection(ArrayList::new));
        if (!left.isEmpty()) {
            parts.add(left.size() + " left");
        }
        return "%d letter%s: %s".formatted(all, all == 1 ? "" : "s", String.join(", ", parts));
    }

    Map<String, Object> json(String queue) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("queue", queue);
        json.put("letters", all());
        json.put("done", done);
        json.put("left", left);
        return json;
    }
}
