package dev.profileguard.text;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A command that people copy into a shell. Each value is one argument, whatever it contains, and
/// the command contains no hidden character.
///
/// Not thread-safe.
public final class ShellCommand {
    /// A word that no shell changes. zsh changes a word that starts with `=`.
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_+,.@:/-][A-Za-z0-9_+=,.@:/-]*");

    /// What means nothing in double quotes. An interactive bash replaces `!`.
    private static final Pattern PLAIN_IN_DOUBLE_QUOTES = Pattern.compile("[^\"$`\\\\!]*");

    /// A value that means itself in the shorthand syntax of the AWS CLI, which gives commas,
    /// quotes, brackets, blanks and `=` a meaning.
    ///
    /// See https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
    private static final Pattern SHORTHAND = Pattern.compile("[A-Za-z0-9_.:/+@-]+");

    private static final Pattern PLAIN_IN_QUERY = Pattern.compile("[A-Za-z0-9_ +=,.@:/-]*");

    private final StringBuilder text;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private String last = "";

    private ShellCommand(String start) {
        text = new StringBuilder(start);
    }

    /// Starts a command.
    ///
    /// @param start the command and its fixed arguments, such as `aws iam delete-role`; empty for
    ///   options alone
    public static ShellCommand of(String start) {
        return new ShellCommand(start);
    }

    /// Adds an option and its value. A value that starts with `-` is joined to the option by `=`,
    /// since a command would take it for another option. The AWS CLI drops the value `--` even so:
    /// it gets it as a field of the request.
    ///
    /// See https://github.com/python/cpython/issues/109475
    ///
    /// @param name such as `--role-name`
    public ShellCommand option(String name, String value) {
        if (value.equals("--") && text.indexOf("aws ") == 0) {
            return field(name, value);
        }
        return value.startsWith("-") ? joined(name, value) : append(word(name)).append(word(value));
    }

    /// Adds an option and its value as one word, joined by `=`.
    public ShellCommand joined(String name, String value) {
        return append(word(name + "=" + value));
    }

    /// Adds a value that belongs to no option. A value that starts with `-` comes after `--` at the
    /// end of the command, since a command would take it for an option.
    public ShellCommand operand(String value) {
        if (value.startsWith("-")) {
            last = " -- " + word(value);
            return this;
        }
        return append(word(value));
    }

    /// Adds an option of the AWS CLI whose value is an object with one field: in shorthand, or in
    /// JSON where the shorthand would give the value another meaning.
    public ShellCommand object(String name, String field, String value) {
        Map<String, String> fields = Map.of(field, value);
        return append(name).append(word(isShorthand(fields) ? shorthand(fields) : json(fields)));
    }

    /// Adds an option of the AWS CLI whose value is a list with one text: in JSON where the AWS CLI
    /// would read the text as JSON, or as the address of a file or page whose content it sends
    /// instead.
    ///
    /// See https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html
    public ShellCommand list(String name, String value) {
        return SHORTHAND.matcher(value).matches() && !value.contains("://") && !value.equals("--")
                ? option(name, value)
                : append(word(name)).append(word("[" + JsonText.string(value) + "]"));
    }

    /// Adds an option of the AWS CLI whose value may be any text: as a field of the whole request
    /// where the AWS CLI would read the text as the address of a file or page whose content it
    /// sends instead.
    ///
    /// See https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html
    public ShellCommand anyText(String name, String value) {
        return value.contains("://") ? field(name, value) : option(name, value);
    }

    /// The value as a field of the request, whose name is that of the option in another spelling.
    private ShellCommand field(String name, String value) {
        String field =
                Pattern.compile("-+([a-z])")
                        .matcher(name)
                        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
        fields.put(field, value);
        return this;
    }

    /// Adds the option `--tags` of the AWS CLI with one tag.
    public ShellCommand tag(String key, String value) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Key", key);
        fields.put("Value", value);
        return append("--tags")
                .append(word(isShorthand(fields) ? shorthand(fields) : "[" + json(fields) + "]"));
    }

    /// A text in the language of the option `--query`.
    ///
    /// See https://jmespath.org/specification.html
    public static String queryLiteral(String value) {
        return PLAIN_IN_QUERY.matcher(value).matches()
                ? "'" + value + "'"
                : "`" + JsonText.string(value) + "`";
    }

    /// The command.
    public String text() {
        String input = fields.isEmpty() ? "" : " --cli-input-json " + word(json(fields));
        return (text + input + last).stripLeading();
    }

    private ShellCommand append(String word) {
        text.append(' ').append(word);
        return this;
    }

    private static boolean isShorthand(Map<String, String> fields) {
        return fields.values().stream().allMatch(SHORTHAND.asMatchPredicate());
    }

    private static String shorthand(Map<String, String> fields) {
        return list(fields, "%s=%s", value -> value);
    }

    private static String json(Map<String, String> fields) {
        return "{" + list(fields, "\"%s\":%s", JsonText::string) + "}";
    }

    private static String list(
            Map<String, String> fields, String format, UnaryOperator<String> written) {
        return fields.entrySet().stream()
                .map(each -> format.formatted(each.getKey(), written.apply(each.getValue())))
                .collect(Collectors.joining(","));
    }

    private static String word(String argument) {
        if (BARE.matcher(argument).matches()) {
            return argument;
        }
        if (!VisibleText.line(argument).equals(argument)) {
            return withEscapes(argument);
        }
        return argument.contains("'") && PLAIN_IN_DOUBLE_QUOTES.matcher(argument).matches()
                ? '"' + argument + '"'
                : "'" + argument.replace("'", "'\\''") + "'";
    }

    /// A word with hidden characters, in the quotes that bash, ksh and zsh have for them.
    private static String withEscapes(String argument) {
        StringBuilder word = new StringBuilder("$'");
        argument.codePoints()
                .forEach(codePoint -> {
                    if (codePoint == '\'' || codePoint == '\\') {
                        word.append('\\').appendCodePoint(codePoint);
                    } else if (HiddenCharacters.contains(codePoint)) {
                        word.append("\\U%08x".formatted(codePoint));
                    } else {
                        word.appendCodePoint(codePoint);
                    }
                });
        return word.append('\'').toString();
    }
}
