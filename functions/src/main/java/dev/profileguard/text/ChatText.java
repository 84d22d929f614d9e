package dev.profileguard.text;

import java.util.regex.Pattern;

/// Text in a chat message of Slack or Microsoft Teams. Nothing in it is markup: it cannot notify a
/// channel, hide a link, or look like another message.
///
/// Slack requires the entities for `&`, `<` and `>`:
/// https://docs.slack.dev/messaging/formatting-message-text Both applications show a code span as
/// it is. Neither has an escape for its own characters, so these become characters that look the
/// same.
public final class ChatText {
    private static final String LOOKS_LIKE_BACKTICK = "ˋ";
    private static final Pattern LINK = Pattern.compile("]\\(");
    private static final Pattern MENTION = Pattern.compile("(?<!\\w)@(?=\\w)");
    private static final Pattern EMOJI = Pattern.compile(":(?=[\\w+'-]+:)");
    private static final Pattern EMPHASIS_MARK =
            Pattern.compile("(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");

    private ChatText() {}

    /// A code span: for sentences and values of any content, and for commands to copy.
    public static String code(String text) {
        return text.isBlank() ? "-" : "`" + entities(text).replace("`", LOOKS_LIKE_BACKTICK) + "`";
    }

    /// Text outside a code span, such as a title.
    public static String plain(String text) {
        String plain =
                entities(text)
                        .replace("`", LOOKS_LIKE_BACKTICK)
                        .replace('*', '∗')
                        .replace('~', '∼');
        plain = MENTION.matcher(plain).replaceAll("＠");
        plain = EMOJI.matcher(plain).replaceAll("∶");
        return EMPHASIS_MARK.matcher(plain).replaceAll("＿");
    }

    private static String entities(String text) {
        String line =
                VisibleText.line(text)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;");
        return LINK.matcher(line).replaceAll("] (");
    }
}
