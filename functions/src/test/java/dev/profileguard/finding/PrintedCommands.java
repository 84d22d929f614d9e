package dev.profileguard.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the commands in a text as a reader does: each starts with `aws`, `gcloud` or `./guard`,
/// and ends with the text, or at a `;` or a closing parenthesis outside quotes.
public final class PrintedCommands {
    private static final Pattern START =
            Pattern.compile("(?<![\\w'\"/-])(aws|gcloud|\\./guard) (?=[a-z])");

    private PrintedCommands() {}

    /// In their order.
    public static List<String> in(String text) {
        List<String> commands = new ArrayList<>();
        Matcher start = START.matcher(text);
        int from = 0;
        while (start.find(from)) {
            from = end(text, start.start());
            commands.add(text.substring(start.start(), from));
        }
        return commands;
    }

    private static int end(String text, int start) {
        char quote = 0;
        boolean escapes = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && (quote == 0 || escapes)) {
                i++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
                escapes = c == '"' || text.charAt(i - 1) == '$';
            } else if (c == ';' || c == ')') {
                return i;
            }
        }
        return text.length();
    }
}
