package dev.profileguard.iam;

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

    /// Whether every text matches.
    public boolean matchesEverything() {
        return !pattern.isEmpty() && pattern.chars().allMatch(c -> c == '*');
    }

    private static boolean fits(char expected, char found) {
        return expected == '?' || expected == found;
    }
}
