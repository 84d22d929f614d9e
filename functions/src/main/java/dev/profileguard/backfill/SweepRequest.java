package dev.profileguard.backfill;

import dev.profileguard.iam.Glob;
import dev.profileguard.iam.Globs;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request for a sweep.
///
/// @param rules names of rules; empty: all rules whose function is not off
/// @param names globs; empty: all names
/// @param cursor where an earlier invocation stopped; null: start at the first subject
/// @param plan the plan to apply; null: none
public record SweepRequest(
        Mode mode,
        List<String> rules,
        List<String> names,
        @Nullable String cursor,
        @Nullable String plan) {
    private static final Pattern NAME_GLOB = Pattern.compile("[A-Za-z0-9_+=,.@*?-]{1,128}");
    private static final int MAX_SHOWN = 80;
    private static final Set<String> FIELDS = Set.of("mode", "rules", "names", "cursor", "plan");

    /// Takes copies.
    public SweepRequest {
        rules = List.copyOf(rules);
        names = List.copyOf(names);
    }

    /// What a sweep writes.
    public enum Mode {
        /// Nothing: it returns and stores a plan.
        PLAN("plan"),
        /// Everything that the rules require, in any mode of the functions.
        APPLY("apply"),
        /// What the mode of each rule's function allows.
        SWEEP("sweep");

        private final String text;

        Mode(String text) {
            this.text = text;
        }

        /// The name in requests.
        public String text() {
            return text;
        }
    }

    /// Reads a request.
    ///
    /// @param known the names of all rules
    /// @throws IllegalArgumentException with what is wrong, and a valid request
    public static SweepRequest read(Map<String, ?> json, List<String> known) {
        json.keySet().stream()
                .filter(field -> !FIELDS.contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw wrong("there is no field '%s'".formatted(shown(field)), known);
                });
        SweepRequest request =
                new SweepRequest(
                        mode(text(json, "mode", known), known),
                        texts(json, "rules", known),
                        texts(json, "names", known),
                        text(json, "cursor", known),
                        text(json, "plan", known));
        request.check(known);
        return request;
    }

    /// Whether the request covers this name.
    public boolean asksFor(String name) {
        return names.isEmpty()
                || new Globs(names.stream().map(Glob::new).toList())
                        .ignoringCase()
                        .match(name.toLowerCase(Locale.ROOT));
    }

    private void check(List<String> known) {
        for (String rule : rules) {
            if (!known.contains(rule)) {
                throw wrong("rules: there is no rule '%s'".formatted(shown(rule)), known);
            }
        }
        for (String name : names) {
            if (!NAME_GLOB.matcher(name).matches()) {
                throw wrong("names: '%s' can match no name".formatted(shown(name)), known);
            }
        }
        if (plan != null && (mode != Mode.APPLY || !rules.isEmpty() || !names.isEmpty())) {
            throw wrong(
                    "plan is valid only with \"mode\": \"apply\", and not together with rules or"
                            + " names",
                    known);
        }
    }

    private static Mode mode(@Nullable String text, List<String> known) {
        if (text == null) {
            return Mode.PLAN;
        }
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.text().equals(text))
                .findFirst()
                .orElseThrow(() -> wrong("mode: there is no '%s'".formatted(shown(text)), known));
    }

    private static @Nullable String text(Map<String, ?> json, String field, List<String> known) {
        Object value = json.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong(field + " must be a string that is not empty", known);
    }

    private static List<String> texts(Map<String, ?> json, String field, List<String> known) {
        Object value = json.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(field + " must be a list of strings", known);
        }
        if (list.isEmpty()) {
            throw wrong(field + " is an empty list: leave it out to cover everything", known);
        }
        List<String> texts = new ArrayList<>();
        for (Object entry : list) {
            if (!(entry instanceof String text)) {
                throw wrong(field + " must be a list of strings", known);
            }
            texts.add(text);
        }
        return texts;
    }

    private static String shown(String text) {
        return VisibleText.excerpt(text, MAX_SHOWN);
    }

    private static IllegalArgumentException wrong(String what, List<String> known) {
        return new IllegalArgumentException(
                "%s. Valid request: {\"mode\": \"plan\" or \"apply\" or \"sweep\", \"rules\": [\"%s\"], \"names\": [\"web-*\"], \"cursor\": \"...\", \"plan\": \"...\"}, each of them optional"
                        .formatted(what, String.join("\", \"", known)));
    }
}
