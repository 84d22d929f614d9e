package dev.profileguard.backfill;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.Json;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The position where a sweep stopped, and what the next invocation needs to continue.
///
/// It contains the last name rather than a count, so that nothing is skipped or repeated when roles
/// and profiles are created or deleted in the meantime. It contains no secret and grants no
/// permission. Its checksum only detects a truncated or changed cursor.
///
/// @param run the first invocation's request ID
/// @param part the number of the invocation, from 1
/// @param asked the request, without its cursor
/// @param position where it stopped; when a plan is applied, `after` is the key of its last item
/// @param plan the plan that the sweep makes; null: none
/// @param counts the results so far, by rule and decision
/// @param found what the end of the sweep has to know, as JSON values
public record Cursor(
        String run,
        int part,
        SweepRequest asked,
        Position position,
        @Nullable String plan,
        Map<String, Map<String, Integer>> counts,
        Map<String, Object> found) {
    private static final int VERSION = 1;

    /// The end of the sweep has to know nothing.
    public Cursor(
            String run,
            int part,
            SweepRequest asked,
            Position position,
            @Nullable String plan,
            Map<String, Map<String, Integer>> counts) {
        this(run, part, asked, position, plan, counts, Map.of());
    }

    /// The cursor's text for the answer and the next request.
    public String text() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("run", run);
        json.put("part", part);
        json.put("mode", asked.mode().text());
        json.put("rules", asked.rules());
        json.put("names", asked.names());
        json.put("asked", asked.plan());
        json.put("after", position.after());
        json.put("again", position.again());
        json.put("failed", position.failed());
        json.put("rounds", position.rounds());
        json.put("plan", plan);
        json.put("counts", counts);
        json.put("found", found);
        byte[] bytes = Json.text(json).getBytes(StandardCharsets.UTF_8);
        return "%d.%s.%s"
                .formatted(
                        VERSION,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                        checksum(bytes));
    }

    /// Reads the cursor of a request.
    ///
    /// @param request the current request, which must repeat the fields of the first one
    /// @param known the names of all rules
    /// @throws IllegalArgumentException when it was changed, or belongs to another version or
    ///   another request
    public static Cursor read(SweepRequest request, List<String> known) {
        Map<String, Object> json = json(Objects.requireNonNull(request.cursor()));
        Map<String, @Nullable Object> was = new LinkedHashMap<>();
        was.put("mode", json.get("mode"));
        was.put("rules", unlessEmpty(json.get("rules")));
        was.put("names", unlessEmpty(json.get("names")));
        was.put("plan", json.get("asked"));
        SweepRequest asked = SweepRequest.read(was, known);
        require("mode", asked.mode().text(), request.mode().text());
        require("rules", asked.rules(), request.rules());
        require("names", asked.names(), request.names());
        require("plan", named(asked.plan()), named(request.plan()));
        return new Cursor(
                String.valueOf(json.get("run")),
                json.get("part") instanceof Integer part ? part : 1,
                asked,
                new Position(
                        json.get("after") instanceof String after ? after : null,
                        texts(json.get("again")),
                        texts(json.get("failed")),
                        json.get("rounds") instanceof Integer rounds ? rounds : 1),
                plan(json.get("plan")),
                counts(json.get("counts")),
                found(json.get("found")));
    }

    private static @Nullable String plan(@Nullable Object json) {
        if (json == null || (json instanceof String plan && isId(plan))) {
            return (String) json;
        }
        throw damaged();
    }

    private static boolean isId(String plan) {
        return !plan.isBlank() && plan.length() <= PlanStore.MAX_ID;
    }

    private static @Nullable Object unlessEmpty(@Nullable Object list) {
        return List.of().equals(list) ? null : list;
    }

    private static String named(@Nullable String plan) {
        return plan == null ? "none" : plan;
    }

    private static Map<String, Object> json(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw damaged();
        }
        if (!parts[0].equals(Integer.toString(VERSION))) {
            throw new IllegalArgumentException(
                    "cursor: it has version '%s', and this function has version %d; start again without it"
                            .formatted(VisibleText.excerpt(parts[0]), VERSION));
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[1]);
            if (!checksum(bytes).equals(parts[2])) {
                throw damaged();
            }
            @Nullable Map<String, Object> json = JSON.std.mapFrom(bytes);
            if (json == null) {
                throw damaged();
            }
            return json;
        } catch (IOException | IllegalArgumentException e) {
            throw damaged();
        }
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException(
                "cursor: it was truncated or changed; start again without it");
    }

    private static void require(String field, Object was, Object is) {
        if (!was.equals(is)) {
            throw new IllegalArgumentException(
                    "cursor: it belongs to a request with %s %s, not %s; repeat that request, or start without the cursor"
                            .formatted(field, VisibleText.excerpt(was), VisibleText.excerpt(is)));
        }
    }

    /// Null: an earlier version made the cursor.
    private static List<String> texts(@Nullable Object json) {
        return json instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// Empty: an earlier version made the cursor.
    private static Map<String, Object> found(@Nullable Object json) {
        Map<String, Object> found = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((key, value) -> found.put(String.valueOf(key), value));
        }
        return found;
    }

    private static Map<String, Map<String, Integer>> counts(@Nullable Object json) {
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> rules) {
            rules.forEach((rule, decisions) -> counts.put(rule.toString(), numbers(decisions)));
        }
        return counts;
    }

    private static Map<String, Integer> numbers(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> decisions)) {
            throw damaged();
        }
        Map<String, Integer> numbers = new LinkedHashMap<>();
        decisions.forEach((decision, value) -> {
            if (!(value instanceof Integer number)) {
                throw damaged();
            }
            numbers.put(decision.toString(), number);
        });
        return numbers;
    }

    private static String checksum(byte[] bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.digest(bytes), 8));
    }
}
