package dev.profileguard.iam;

/// A pattern in which `*` stands for any characters, slashes and none included, and `?` for one.
public record Glob(String pattern) {
    /// Whether the whole text matches. Upper and lower case differ.
    public boolean matches(String text) {
        int at = 0;
        int star = -1;
        int resume = 0;
        int p = 0;
        while (at < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = at;
            } else if (p < pattern.length() && fits(pattern.charAt(p), text.charAt(at))) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }

    /// Whether nothing is excluded.
    public boolean matchesEverything() {
        return !pattern.isEmpty() && pattern.chars().allMatch(c -> c == '*');
    }

    private static boolean fits(char expected, char found) {
        return expected == '?' || expected == found;
    }
}
