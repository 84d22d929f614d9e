package dev.profileguard.sandbox.command.explain.reader;

import java.util.Arrays;

/// A text without its spaces and line breaks. An error that a terminal or a mail program broke into
/// lines, even in the middle of a word, has the same compact text as the error itself.
final class CompactText {
    private final String text;
    private final int[] origins;
    private final String original;

    CompactText(String original) {
        this.original = original;
        StringBuilder compact = new StringBuilder(original.length());
        int[] places = new int[original.length() + 1];
        for (int i = 0; i < original.length(); i++) {
            char each = original.charAt(i);
            if (each != ' ' && each != '\n') {
                places[compact.length()] = i;
                compact.append(each);
            }
        }
        places[compact.length()] = original.length();
        this.text = compact.toString();
        this.origins = Arrays.copyOf(places, compact.length() + 1);
    }

    /// The text without spaces.
    String text() {
        return text;
    }

    /// The place in the original text.
    int origin(int place) {
        return origins[place];
    }

    /// The original text between two places, each run of spaces and line breaks as one space.
    String spaced(int from, int to) {
        return from >= to
                ? ""
                : original.substring(origins[from], origins[to - 1] + 1).replaceAll("\\s+", " ");
    }

    /// The part of a range up to its first space or line break.
    String word(int from, int to) {
        int end = from;
        while (end < to && (end == from || origins[end] == origins[end - 1] + 1)) {
            end++;
        }
        return text.substring(from, end);
    }

    /// The part of a range after its last space or line break.
    String lastWord(int from, int to) {
        int start = to - 1;
        while (start > from && origins[start - 1] + 1 == origins[start]) {
            start--;
        }
        return text.substring(start, to);
    }

    /// Whether a range is one word in the original text, perhaps broken into lines.
    boolean isWord(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (origins[i] > origins[i - 1] + 1
                    && original.indexOf('\n', origins[i - 1]) > origins[i]) {
                return false;
            }
        }
        return true;
    }

    /// The place of a character of the original text, or of the first one after it that is no
    /// space.
    int place(int offset) {
        int found = Arrays.binarySearch(origins, offset);
        return found >= 0 ? found : -found - 1;
    }

    /// Whether this place is not in the middle of a word of the original text.
    boolean startsWord(int place) {
        int before = origins[place] - 1;
        return before < 0
                || !Character.isLetterOrDigit(text.charAt(place))
                || !Character.isLetterOrDigit(original.charAt(before));
    }
}
