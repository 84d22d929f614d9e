package dev.profileguard.iam;

import java.util.Locale;

/// A pattern: `*` matches any number of characters, including none and slashes; `?` matches one.
public record Glob(String pattern) {
    /// Whether the whole text matches. Matching is case-sensitive.
    public boolean matches(String text) {
        int t = 0;
        int afterStar = -1;
        int resume = 0;
        int p = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                afterStar = ++p;
                resume = t;
            } else if (p < pattern.length() && fits(pattern.charAt(p), text.charAt(t))) {
                p++;
                t++;
            } else if (afterStar >= 0) {
                p = afterStar;
                t = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }

    /// Whether the whole text matches without regard to case, as actions in policies do.
    public boolean matchesIgnoringCase(String text) {
        return new Glob(pattern.toLowerCase(Locale.ROOT)).matches(text.toLowerCase(Locale.ROOT));
    }

    /// Whether a text exists that matches both patterns.
    public boolean overlaps(Glob other) {
        String a = pattern;
        String b = other.pattern;
        boolean[] reachable = new boolean[b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            boolean[] next = new boolean[b.length() + 1];
            for (int j = 0; j <= b.length(); j++) {
                next[j] = (i == 0 && j == 0) || reaches(a, b, i, j, reachable, next);
            }
            reachable = next;
        }
        return reachable[b.length()];
    }

    /// Whether the first characters of both patterns match a common text.
    ///
    /// @param shorter the same for one character less of `a`
    /// @param next the same for fewer characters of `b`
    private static boolean reaches(
            String a, String b, int i, int j, boolean[] shorter, boolean[] next) {
        boolean starInA = i > 0 && a.charAt(i - 1) == '*';
        boolean starInB = j > 0 && b.charAt(j - 1) == '*';
        if (starInA && (shorter[j] || (j > 0 && next[j - 1]))) {
            return true;
        }
        if (starInB && (next[j - 1] || (i > 0 && shorter[j]))) {
            return true;
        }
        return i > 0
                && j > 0
                && shorter[j - 1]
                && !starInA
                && !starInB
                && (fits(a.charAt(i - 1), b.charAt(j - 1))
                        || fits(b.charAt(j - 1), a.charAt(i - 1)));
    }

    /// Whether every text matches.
    public boolean matchesEverything() {
        return !pattern.isEmpty() && pattern.chars().allMatch(c -> c == '*');
    }

    private static boolean fits(char expected, char found) {
        return expected == '?' || expected == found;
    }
}
