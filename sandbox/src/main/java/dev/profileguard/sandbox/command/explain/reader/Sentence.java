package dev.profileguard.sandbox.command.explain.reader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A sentence by which AWS refuses a call.
///
/// @param pattern finds it in a [CompactText]
/// @param literal the longest part without variable parts and quotation marks, in lower case: a
///   text without it does not have the sentence
/// @param slots the names of its variable parts, in their order
/// @param text what AWS says, in English, with its variable parts in braces
/// @param code the error code; empty: it differs from call to call
/// @param service the event source; empty: it differs
/// @param operation empty: several operations are refused by this sentence
record Sentence(
        Pattern pattern,
        String literal,
        List<String> slots,
        String text,
        String code,
        String service,
        String operation) {
    private static final Pattern WHOLE_ID = Pattern.compile("(?:i|iip-assoc)-[0-9a-f]{17}");
    private static final Pattern CUT_ARN =
            Pattern.compile("arn(?::[^:]{0,40}){0,4}|arn(?::[^:]{0,40}){4}:(?!root$)[^/:]{0,20}");
    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

    /// A name, an ARN, or what people put in their place before they publish a text.
    private static final String NAME = "([\\w+=,.@/:*<>$#-]{1,256}?)";

    /// What the variable parts may contain; a [#NAME] for all others.
    private static final Map<String, String> SLOTS =
            Map.of(
                    "instance", "(i-[\\w*]{1,20})",
                    "association", "((?:iip-assoc-|i-)[\\w*]{1,24})",
                    "encoded", "([\\w*.<>-]{1,4000})",
                    "action", "([a-zA-Z0-9-]{2,40}:[a-zA-Z]{2,60}?)",
                    "number", "(\\d{1,6})",
                    "resource", "((?:instance profile )?[\\w+=,.@/:*<>$#-]{1,300}?)");

    /// Makes a sentence of its text.
    static Sentence of(String text, String code, String service, String operation) {
        return translated(text, text, code, service, operation);
    }

    /// Makes a sentence of a text in another wording or language.
    ///
    /// @param printed what people see
    /// @param text what AWS says in English
    static Sentence translated(
            String printed, String text, String code, String service, String operation) {
        List<String> slots = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        Matcher slot = SLOT.matcher(printed);
        int end = 0;
        while (slot.find()) {
            pattern.append(literal(printed.substring(end, slot.start())));
            pattern.append(part(slot.group(1), slot.end() == printed.length()));
            slots.add(slot.group(1));
            end = slot.end();
        }
        pattern.append(literal(printed.substring(end).replaceFirst("[.。]$", "")));
        int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        return new Sentence(
                Pattern.compile(pattern.toString(), flags),
                longestLiteral(printed),
                List.copyOf(slots),
                text,
                code,
                service,
                operation);
    }

    /// Whether each variable part of a match is one word: only line breaks may be in it.
    boolean hasWords(CompactText compact, Matcher match) {
        for (int i = 0; i < slots.size(); i++) {
            boolean last = match.end(i + 1) == match.end();
            boolean spaced = slots.get(i).equals("resource");
            if (!last && !spaced && !compact.isWord(match.start(i + 1), match.end(i + 1))) {
                return false;
            }
        }
        return true;
    }

    /// What stands in the variable parts of a match.
    Map<String, String> values(CompactText compact, Matcher match) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < slots.size(); i++) {
            int from = match.start(i + 1);
            int to = match.end(i + 1);
            String value = to == match.end() ? lastWord(compact, from, to) : match.group(i + 1);
            values.put(slots.get(i), value.replaceFirst("^instanceprofile", "instance profile "));
        }
        return values;
    }

    /// The sentence in English, with these values in its variable parts.
    String filled(Map<String, String> values) {
        return SLOT.matcher(text)
                .replaceAll(slot ->
                        Matcher.quoteReplacement(values.getOrDefault(slot.group(1), slot.group())));
    }

    private static String longestLiteral(String printed) {
        return Arrays.stream(printed.replaceFirst("[.。]$", "").split("\\{\\w+}|[\"']"))
                .map(each -> each.replace(" ", "").toLowerCase(Locale.ROOT))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /// A variable part. The last one in a sentence extends as far as its characters allow.
    private static String part(String slot, boolean last) {
        String part = SLOTS.getOrDefault(slot, NAME).replace(" ", "");
        return last ? part.replace("}?)", "})") : part;
    }

    /// The last part up to its first space, unless it is an ID or an ARN that a line break cuts.
    private static String lastWord(CompactText compact, int from, int to) {
        String all = compact.text().substring(from, to);
        Matcher id = WHOLE_ID.matcher(all);
        if (id.lookingAt()) {
            return id.group();
        }
        int end = from + compact.word(from, to).length();
        while (end < to && CUT_ARN.matcher(compact.text().substring(from, end)).matches()) {
            end += compact.word(end, to).length();
        }
        String word = compact.text().substring(from, end);
        return word.length() > 1 ? word.replaceFirst("[.,:;]+$", "") : word;
    }

    /// A literal part, in which straight and typographic quotation marks are the same.
    private static String literal(String text) {
        StringBuilder pattern = new StringBuilder();
        text.chars()
                .filter(each -> each != ' ')
                .mapToObj(Character::toString)
                .map(each ->
                        each.matches("[\"']")
                                ? "[\"'\u2018\u2019\u201c\u201d`]{0,2}"
                                : Pattern.quote(each))
                .forEach(pattern::append);
        return pattern.toString();
    }
}
