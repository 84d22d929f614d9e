package dev.profileguard.sandbox.aws.iam.policy;

import java.util.Locale;

/// A text with the
/// [wildcards](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html)
/// of IAM policies: `*` stands for any characters or none, `?` for exactly one character.
public record Wildcard(String pattern) {
    /// Whether the pattern covers the whole text. Upper and lower case differ, as in ARNs.
    public boolean matches(String text) {
        int at = 0;
        int position = 0;
        int lastStar = -1;
        int retryAt = 0;
        while (at < text.length()) {
            if (position < pattern.length() && pattern.charAt(position) == '*') {
                lastStar = position++;
                retryAt = at;
            } else if (position < pattern.length() && covers(position, text.charAt(at))) {
                position++;
                at++;
            } else if (lastStar >= 0) {
                position = lastStar + 1;
                at = ++retryAt;
            } else {
                return false;
            }
        }
        return pattern.substring(position).chars().allMatch(rest -> rest == '*');
    }

    /// The same without regard to case, as in actions.
    public boolean matchesIgnoringCase(String text) {
        return new Wildcard(lower(pattern)).matches(lower(text));
    }

    private boolean covers(int position, char found) {
        return pattern.charAt(position) == '?' || pattern.charAt(position) == found;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
