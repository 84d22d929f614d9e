package dev.profileguard.sandbox.command.explain.reader;

import java.util.Arrays;
import java.util.regex.Pattern;

/// The plain text of a log: without colours, frames, times at the start of lines, the escapes of
/// JSON and HTML, and invisible characters.
final class LogText {
    /// Escape sequences of terminals, also where the escape character itself was lost.
    private static final Pattern COLOURS =
            Pattern.compile(
                    "\u001b\\[[0-?]{0,40}[ -/]{0,4}[@-~]|\u009b[0-?]{0,40}[@-~]"
                            + "|\u001b\\][^\u0007\u001b]{0,500}(?:\u0007|\u001b\\\\)"
                            + "|\u001b[@-Z\\\\^_]|\\[(?:\\d{1,3}(?:;\\d{1,3}){0,4})?m");

    /// What programs put before each line: a time, a level, the name of a container, a quotation
    /// mark of an e-mail.
    private static final Pattern PREFIX =
            Pattern.compile(
                    "^(?:\\s+|\\[?\\d{4}[-/]\\d\\d[-/]\\d\\d[T"
                            + " ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d{1,9})?"
                            + " ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d)?\\]?[:,]?(?=\\s|$)"
                            + "|\\[?\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?\\]?[:,]?(?=\\s|$)"
                            + "|##\\[\\w{1,20}\\]|::(?:error|warning|notice)[^:]{0,200}::|[A-Z],"
                            + " \\[[^\\]]{1,60}\\]\\s{1,4}[A-Z]{4,5} -- [^:]{0,80}:"
                            + "|[a-z][\\w./-]{0,60}\\s{0,20}\\|(?=\\s)|>(?=\\s)|D(?=\\s{4,8}))");

    private static final int MOST_PREFIXES = 8;

    private final String text;
    private final int[] starts;
    private final int[] numbers;
    private final int lines;

    private LogText(String text, int[] starts, int[] numbers, int lines) {
        this.text = text;
        this.starts = starts;
        this.numbers = numbers;
        this.lines = lines;
    }

    /// Cleans a text.
    static LogText of(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int[] starts = new int[64];
        int[] numbers = new int[64];
        int count = 0;
        int number = 0;
        for (String line : raw.split("\r\n|\r|\n", -1)) {
            number++;
            for (String part : Escapes.decoded(line).split("\n", -1)) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                    numbers = Arrays.copyOf(numbers, count * 2);
                }
                starts[count] = text.length();
                numbers[count++] = number;
                text.append(withoutPrefixes(part)).append('\n');
            }
        }
        return new LogText(text.toString(), starts, numbers, count);
    }

    /// The cleaned text. Each line ends with a line feed.
    String text() {
        return text;
    }

    /// The number of the original line from which a place of the cleaned text comes, counted from
    /// 1.
    int lineAt(int offset) {
        int found = Arrays.binarySearch(starts, 0, lines, offset);
        return numbers[found >= 0 ? found : Math.max(0, -found - 2)];
    }

    private static String withoutPrefixes(String line) {
        String rest = visible(COLOURS.matcher(line).replaceAll(""));
        for (int i = 0; i < MOST_PREFIXES; i++) {
            String shorter = PREFIX.matcher(rest).replaceFirst("");
            if (shorter.length() == rest.length()) {
                break;
            }
            rest = shorter;
        }
        return rest;
    }

    /// Turns frames and other kinds of spaces into spaces, full-width characters into ASCII, and
    /// drops invisible characters.
    private static String visible(String line) {
        StringBuilder visible = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char each = line.charAt(i);
            if (each >= '\uff01' && each <= '\uff5e') {
                visible.append((char) (each - 0xfee0));
            } else if (isFrame(each)
                    || Character.isSpaceChar(each)
                    || Character.isWhitespace(each)) {
                visible.append(' ');
            } else if (Character.getType(each) != Character.FORMAT
                    && !Character.isISOControl(each)) {
                visible.append(each);
            }
        }
        return visible.toString();
    }

    /// Whether this is a character with which tools draw boxes.
    private static boolean isFrame(char each) {
        return each >= '\u2500' && each <= '\u257f';
    }
}
