package dev.profileguard.text;

import org.jspecify.annotations.Nullable;

/// Text for people: a line of a terminal, of a log, of an e-mail or of a report, and the message of
/// an error. A line break becomes `\n`, and every other character of [HiddenCharacters] becomes
/// `\`, `u` and its number. So a text cannot forge a second line or a colour, and a reader sees
/// that something was there. All other text stays as it is, and a visible text does not change any
/// more.
public final class VisibleText {
    /// The number of characters of the longest message.
    public static final int MAX_MESSAGE = 2_000;

    private static final int MAX_PATH = 1_000;
    private static final int MAX_EXCERPT = 200;
    private static final String MORE = "...";
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int TEXT_STYLE = 0xFE0E;
    private static final int EMOJI_STYLE = 0xFE0F;

    private VisibleText() {}

    /// One line of any length.
    public static String line(String text) {
        return escaped(text, VisibleText::isHidden);
    }

    /// A message of about 2,000 characters at most, on one line.
    ///
    /// @param text null for an error without a message
    public static String message(@Nullable String text) {
        return shortLine(String.valueOf(text), MAX_MESSAGE);
    }

    /// The part of an input that a message shows: about 200 characters at most, on one line.
    ///
    /// @param input a text, or a value whose text is shown
    public static String excerpt(@Nullable Object input) {
        return excerpt(input, MAX_EXCERPT);
    }

    /// The part of an input that a message shows, on one line.
    ///
    /// @param most the number of characters
    public static String excerpt(@Nullable Object input, int most) {
        return shortLine(String.valueOf(input), most);
    }

    /// The part of a path that a message shows: about 1,000 characters at most, on one line. It
    /// leaves room for what is wrong with the file.
    public static String path(Object path) {
        return excerpt(path, MAX_PATH);
    }

    /// A text of at most this number of characters, followed by `...` if it was longer. It does not
    /// split a surrogate pair, and it cuts a text only once.
    public static String cut(String text, int most) {
        boolean isCut = text.length() <= most + MORE.length() && text.endsWith(MORE);
        if (text.length() <= most || isCut) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + MORE;
    }

    /// A text that UTF-8 can encode: the half of a surrogate pair without its other half becomes an
    /// escape, as in [#line(String)]. CloudTrail cuts long texts, and may cut within a pair.
    public static String encodable(String text) {
        return escaped(text, VisibleText::isHalf);
    }

    private static String shortLine(String text, int most) {
        return cut(line(cut(text, most)), most);
    }

    /// Whether the character at a place of a text becomes an escape.
    private interface Selection {
        boolean includes(String text, int at, int codePoint);
    }

    private static String escaped(String text, Selection selection) {
        int start = 0;
        int codePoint;
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (selection.includes(text, i, codePoint)) {
                escaped.append(text, start, i);
                appendEscape(escaped, codePoint);
                start = i + Character.charCount(codePoint);
            }
        }
        return start == 0 ? text : escaped.append(text, start, text.length()).toString();
    }

    private static boolean isHalf(String text, int at, int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    private static boolean isHidden(String text, int at, int codePoint) {
        return HiddenCharacters.contains(codePoint) && !isPartOfAnEmoji(text, at, codePoint);
    }

    /// Whether a hidden character only chooses how the emoji before it looks, or joins two emoji
    /// into one, as in the emoji of families and professions.
    private static boolean isPartOfAnEmoji(String text, int at, int codePoint) {
        if (at == 0) {
            return false;
        }
        int before = text.codePointBefore(at);
        return switch (codePoint) {
            case TEXT_STYLE, EMOJI_STYLE -> Character.isEmoji(before);
            case ZERO_WIDTH_JOINER ->
                    (before == EMOJI_STYLE || isPicture(before))
                            && at + 1 < text.length()
                            && Character.isExtendedPictographic(text.codePointAt(at + 1));
            default -> false;
        };
    }

    private static boolean isPicture(int codePoint) {
        return Character.isExtendedPictographic(codePoint) || Character.isEmojiModifier(codePoint);
    }

    private static void appendEscape(StringBuilder visible, int codePoint) {
        switch (codePoint) {
            case '\n' -> visible.append("\\n");
            case '\r' -> visible.append("\\r");
            case '\t' -> visible.append("\\t");
            default ->
                    visible.append(
                            codePoint <= Character.MAX_VALUE
                                    ? "\\u%04x".formatted(codePoint)
                                    : "\\u{%x}".formatted(codePoint));
        }
    }
}
