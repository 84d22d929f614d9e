package dev.profileguard.sandbox.http.live;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far a page has read. A browser that connects again sends the last one, as `Last-Event-ID`.
///
/// @param source the server and the account
/// @param entries the number of the last entry of the timeline
/// @param findings the number of the last finding
record Position(String source, long entries, long findings) {
    private static final Pattern TEXT = Pattern.compile("(\\w+)-(\\d{1,18})-(\\d{1,18})");

    /// The position in a text; the start, if it is none of this source.
    static Position after(String text, String source) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() && matcher.group(1).equals(source)
                ? new Position(
                        source, Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)))
                : new Position(source, 0, 0);
    }

    /// As the ID of an event.
    String text() {
        return "%s-%d-%d".formatted(source, entries, findings);
    }
}
