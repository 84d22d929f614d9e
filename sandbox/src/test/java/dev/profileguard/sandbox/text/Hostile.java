package dev.profileguard.sandbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/// Text that tries to be more than text: control characters, escape sequences, line breaks,
/// direction marks, invisible characters, halves of surrogate pairs, and markup.
public final class Hostile {
    /// One text of all kinds.
    public static final String TEXT =
            "x\n"
                    + "forged: all is well\r\n"
                    + "\u0085forged\u2028forged\u2029forged\t\u000b\u000c"
                    + "\u001b[2J\u001b[32mok\u001b]0;t\u0007\u009b31m\b\b\u0000\u007f"
                    + "\u202egnp\u2067\u200e\u200b\u2060\ufeff\u00ad\u3164\ufe01\udb40\udc41\ud83d"
                    + " \ude00 \uffff <!channel> *b* `c` [a](http://b) %s {} @|red r|@ ' \" \\";

    /// The same, as far as a tag of IAM may contain it.
    public static final String TAG = "x\u2028forged: all is well\u2029\u3164\u115f\u00a0a=b/c:d@e";

    private static final Pattern HIDDEN =
            Pattern.compile(
                    "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\u034f\\u115f\\u1160\\u3164\\uffa0"
                            + "\\ufe00-\\ufe0f\\ufdd0-\\ufdef\\ufffe\\uffff\\x{e0000}-\\x{e0fff}]");

    private Hostile() {}

    /// Checks what a command printed: no hidden character, no forged line, and no line longer than
    /// a screen.
    public static void assertSafeLines(String printed) {
        for (String line : printed.split("\n", -1)) {
            assertThat(isHidden(line)).as(line).isFalse();
            assertThat(line).doesNotStartWith("forged").hasSizeLessThan(4_200);
        }
    }

    /// Whether a text has a character that is not shown as itself.
    public static boolean isHidden(String text) {
        return HIDDEN.matcher(text).find();
    }
}
