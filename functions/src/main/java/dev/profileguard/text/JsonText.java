package dev.profileguard.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// JSON that ends in a terminal, a log or a shell command. A JSON writer leaves most characters of
/// [HiddenCharacters] as they are. Here they are escapes, and a JSON reader gets the same values.
public final class JsonText {
    /// The ASCII characters besides letters and digits that mean nothing in JSON, to a shell in
    /// single quotes, or to a chat application.
    private static final String PLAIN = " _+=,.@:/-";

    private JsonText() {}

    /// A JSON document on one line, without hidden characters.
    ///
    /// @param json without line breaks or tabs between its values. Control characters in strings
    ///   may be escapes already or not: the serializer of Powertools writes them as they are
    public static String escaped(String json) {
        StringBuilder escaped = new StringBuilder();
        int start = 0;
        int codePoint;
        for (int i = 0; i < json.length(); i += Character.charCount(codePoint)) {
            codePoint = json.codePointAt(i);
            if (HiddenCharacters.contains(codePoint)) {
                append(escaped.append(json, start, i), codePoint, true);
                start = i + Character.charCount(codePoint);
            }
        }
        return start == 0 ? json : escaped.append(json, start, json.length()).toString();
    }

    /// A JSON string, in double quotes. It contains no single quote, and nothing that a chat
    /// application or a mail program changes, so it can stand in single quotes in a shell command.
    public static String string(String value) {
        StringBuilder json = new StringBuilder("\"");
        value.codePoints().forEach(codePoint -> append(json, codePoint, !isPlain(codePoint)));
        return json.append('"').toString();
    }

    /// A document of objects, lists, texts, numbers and truth values on one line, without hidden
    /// characters.
    public static String of(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object ->
                    object.entrySet().stream()
                            .map(each -> quoted("" + each.getKey()) + ":" + of(each.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                    list.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
            case String text -> quoted(text);
            case null -> "null";
            default -> value.toString();
        };
    }

    private static String quoted(String value) {
        StringBuilder json = new StringBuilder("\"");
        value.codePoints()
                .forEach(codePoint ->
                        append(
                                json,
                                codePoint,
                                codePoint == '"'
                                        || codePoint == '\\'
                                        || HiddenCharacters.contains(codePoint)));
        return json.append('"').toString();
    }

    private static boolean isPlain(int codePoint) {
        return codePoint < 0x7F
                ? PLAIN.indexOf(codePoint) >= 0 || Character.isLetterOrDigit(codePoint)
                : !HiddenCharacters.contains(codePoint) && !Character.isSpaceChar(codePoint);
    }

    private static void append(StringBuilder json, int codePoint, boolean escaped) {
        if (!escaped) {
            json.appendCodePoint(codePoint);
            return;
        }
        for (char unit : Character.toChars(codePoint)) {
            json.append("\\u%04x".formatted((int) unit));
        }
    }
}
