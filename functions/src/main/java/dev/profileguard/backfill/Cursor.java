package dev.profileguard.backfill;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a sweep stopped, and what of it has to be kept for going on.
///
/// It says after which name to go on, not how many were done, so that nothing is skipped or
/// repeated when roles and profiles come and go meanwhile. It holds no secret and gives no right:
/// its checksum only tells what was cut off or mistyped from what was handed out.
///
/// @param run the first invocation's request ID
/// @param part counts the invocations, from 1
/// @param asked the request, without its cursor
/// @param after the last name that was done; for a plan the last of its items
/// @param plan the plan that is being made; null: none is
/// @param counts by rule and decision, so far
public record Cursor(
        String run,
        int part,
        SweepRequest asked,
        String after,
        @Nullable String plan,
        Map<String, Map<String, Integer>> counts) {
    private static final int VERSION = 1;
    private static final JSON FORMAT =
            JSON.builder().enable(JSON.Feature.WRITE_NULL_PROPERTIES).build();

    /// The cursor as people hand it on.
    public String text() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("run", run);
        json.put("part", part);
        json.put("mode", asked.mode().text());
        json.put("rules", asked.rules());
        json.put("names", asked.names());
        json.put("asked", asked.plan());
        json.put("after", after);
        json.put("plan", plan);
        json.put("counts", counts);
        try {
            byte[] bytes = FORMAT.asString(json).getBytes(StandardCharsets.UTF_8);
            return "%d.%s.%s"
                    .formatted(
                            VERSION,
                            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                            checksum(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads the cursor of a request.
    ///
    /// @param request what is asked now; what it leaves out is as it was before
    /// @param known the names of all rules
    /// @throws IllegalArgumentException when it is damaged, of another version, or of another
    ///   request
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
                String.valueOf(json.get("after")),
                json.get("plan") instanceof String plan ? plan : null,
                counts(json.get("counts")));
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
                    "cursor: it is of version '%s', and this is version %d: start again without it"
                            .formatted(parts[0], VERSION));
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[1]);
            if (!checksum(bytes).equals(parts[2])) {
                throw damaged();
            }
            return FORMAT.mapFrom(bytes);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged();
        }
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException(
                "cursor: it is not as it was handed out (cut off or changed): start again without"
                        + " it");
    }

    private static void require(String field, Object was, Object is) {
        if (!was.equals(is)) {
            throw new IllegalArgumentException(
                    "cursor: it belongs to %s %s, not %s: ask for the same as before, or start again without it"
                            .formatted(field, was, is));
        }
    }

    private static Map<String, Map<String, Integer>> counts(@Nullable Object json) {
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> rules) {
            rules.forEach((rule, decisions) -> {
                Map<String, Integer> own = new LinkedHashMap<>();
                ((Map<?, ?>) decisions)
                        .forEach((key, value) -> own.put(key.toString(), (Integer) value));
                counts.put(rule.toString(), own);
            });
        }
        return counts;
    }

    private static String checksum(byte[] bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.digest(bytes), 8));
    }
}
