package dev.profileguard.sandbox.command.explain.reader;

import java.util.regex.Pattern;

/// The message of a failure whose sentence is not known: what stands after the form, or before it.
///
/// @param floor the end of the failure before
/// @param next the start of the failure after it
record FreeMessage(String text, CompactText compact, Printed printed, int floor, int next) {
    private static final int LONGEST = 1_000;
    private static final int MOST_LINES = 4;

    /// What follows a message on the same or the next line.
    private static final Pattern END =
            Pattern.compile(
                    "\\s*(?:\\(Service:|status code: \\d|</Message>|\"?[,}]\\s*\"|'[,}]\\s*'"
                            + "|\\(RequestToken:|\\s+at \\S+\\().*",
                    Pattern.DOTALL);

    private static final Pattern START =
            Pattern.compile(".*(?:Exception: |returned message: \"|[\u2013\u2014] \"|Reason: )");

    private static final Pattern CONTINUED = Pattern.compile("[a-z0-9(].*");
    private static final Pattern ENDED = Pattern.compile(".*[.!?\"')]\\s*");

    /// Empty: there is none.
    String found() {
        int end =
                printed.marks().stream()
                        .filter(each ->
                                each.form().role() == Form.Role.HEAD || each.form() == Form.XML)
                        .mapToInt(Mark::end)
                        .max()
                        .orElse(-1);
        return end < 0 ? before(compact.origin(printed.start())) : after(compact.origin(end));
    }

    private String after(int from) {
        int limit = Math.min(compact.origin(next), from + LONGEST);
        StringBuilder message = new StringBuilder();
        int lines = 0;
        for (String line : text.substring(from, Math.max(from, limit)).split("\n", -1)) {
            boolean started = !message.isEmpty();
            if (started
                    && (ENDED.matcher(message).matches()
                            || !CONTINUED.matcher(line.strip()).matches())) {
                break;
            }
            message.append(started ? " " : "").append(line.strip());
            if (++lines == MOST_LINES) {
                break;
            }
        }
        return tidy(message.toString());
    }

    private String before(int to) {
        int from = Math.max(compact.origin(floor), to - LONGEST);
        String part = text.substring(Math.min(from, to), to);
        String line = part.substring(part.stripTrailing().lastIndexOf('\n') + 1);
        return tidy(START.matcher(line).replaceFirst(""));
    }

    private static String tidy(String message) {
        String plain = END.matcher(message).replaceFirst("").replaceAll("\\s+", " ").strip();
        return plain.chars().filter(each -> each == '"' || each == '\'').count() % 2 == 0
                ? plain
                : plain.replaceFirst("^[\"']|[\"']$", "").strip();
    }
}
