package dev.profileguard.sandbox.command.explain.reader;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decodes the escapes of quoted JSON, also JSON within JSON, and of HTML.
final class Escapes {
    /// Any number of backslashes: each level of quoting doubles them.
    private static final Pattern JSON =
            Pattern.compile("\\\\{1,16}(?:([\"'/nrt])|u([0-9a-fA-F]{4}))");

    private static final Pattern HTML =
            Pattern.compile(
                    "&(?:amp;){0,4}(?:(lt|gt|quot|apos|nbsp|amp)|#(\\d{1,6})|#x([0-9a-fA-F]{1,5}));");

    private static final Pattern TAG =
            Pattern.compile(
                    "<(?:br|/?(?:p|div|li|tr|td))\\s{0,4}/?>"
                            + "|</?(?:span|b|strong|em|i|code|pre|a)(?:\\s[^<>]{0,200})?>");

    private static final Map<String, String> NAMED =
            Map.of(
                    "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "amp", "&", "n",
                    "\n", "r", "\n", "t", " ");

    private Escapes() {}

    /// The text of one line. An escaped line feed becomes a line feed.
    static String decoded(String line) {
        String text = line.indexOf('&') < 0 ? line : HTML.matcher(line).replaceAll(Escapes::html);
        if (text.indexOf('\\') >= 0) {
            text = JSON.matcher(text).replaceAll(Escapes::json);
        }
        if (text.indexOf('&') >= 0) {
            text = HTML.matcher(text).replaceAll(Escapes::html);
        }
        return text.indexOf('<') < 0 ? text : TAG.matcher(text).replaceAll(" ");
    }

    private static String json(MatchResult escape) {
        String letter = escape.group(1);
        return letter == null
                ? character(escape.group(2), 16)
                : Matcher.quoteReplacement(NAMED.getOrDefault(letter, letter));
    }

    private static String html(MatchResult entity) {
        String name = entity.group(1);
        if (name != null) {
            return Matcher.quoteReplacement(NAMED.getOrDefault(name, name));
        }
        String decimal = entity.group(2);
        return decimal == null ? character(entity.group(3), 16) : character(decimal, 10);
    }

    private static String character(String number, int radix) {
        int codePoint = Integer.parseInt(number, radix);
        return Character.isValidCodePoint(codePoint)
                ? Matcher.quoteReplacement(Character.toString(codePoint))
                : " ";
    }
}
