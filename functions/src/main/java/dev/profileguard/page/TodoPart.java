package dev.profileguard.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of what people have to do: words, or a command to copy.
///
/// @param isCommand whether it is a command for a shell
record TodoPart(boolean isCommand, String text) {
    private static final Pattern COMMAND =
            Pattern.compile("(?:^|(?<=: )|(?<=; then )|(?<=; or ))(?:aws|\\./guard) ");
    private static final String SEPARATOR = "; ";

    /// The parts in order. A command goes to the next `; then` or `; or` outside quotes, or to the
    /// end.
    static List<TodoPart> of(String todo) {
        List<TodoPart> parts = new ArrayList<>();
        Matcher commands = COMMAND.matcher(todo);
        int at = 0;
        while (commands.find(at)) {
            add(parts, false, todo.substring(at, commands.start()));
            at = end(todo, commands.start());
            add(parts, true, todo.substring(commands.start(), at));
            if (at == todo.length()) {
                return parts;
            }
        }
        add(parts, false, todo.substring(at));
        return parts;
    }

    private static void add(List<TodoPart> parts, boolean isCommand, String text) {
        if (!text.isEmpty()) {
            parts.add(new TodoPart(isCommand, text));
        }
    }

    private static int end(String todo, int start) {
        char quote = 0;
        for (int i = start; i < todo.length(); i++) {
            char each = todo.charAt(i);
            if (quote != 0) {
                quote = each == quote ? 0 : quote;
            } else if (each == '\'' || each == '"') {
                quote = each;
            } else if (todo.startsWith(SEPARATOR + "then ", i)
                    || todo.startsWith(SEPARATOR + "or ", i)) {
                return i;
            }
        }
        return todo.length();
    }
}
