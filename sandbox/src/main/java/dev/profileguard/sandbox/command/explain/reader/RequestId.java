package dev.profileguard.sandbox.command.explain.reader;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The request ID of a printed failure, by which AWS Support and CloudTrail find the call.
///
/// @param next the start of the failure after it
record RequestId(CompactText compact, Printed printed, int next) {
    private static final int REACH = 3_000;

    private static final Pattern LABELLED =
            Pattern.compile(
                    "request_?-?id[\"']?(?::|=>|=|>)[\"']?"
                            + "([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[\\w-]{8,64})",
                    Pattern.CASE_INSENSITIVE);

    /// Empty: there is none.
    String found() {
        String named = printed.field(Mark::requestId);
        if (!named.isEmpty()) {
            return named;
        }
        int end = Math.min(next, printed.end() + REACH);
        Matcher match =
                LABELLED.matcher(compact.text())
                        .region(printed.start(), Math.max(end, printed.end()));
        if (!match.find()) {
            return "";
        }
        boolean whole = match.group(1).matches("[0-9a-fA-F]{8}-.{27}");
        return whole ? match.group(1) : compact.word(match.start(1), match.end(1));
    }
}
