package dev.profileguard.iam;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A list of patterns. A text matches if one of them does.
public record Globs(List<Glob> globs) {
    /// Takes a copy.
    public Globs {
        globs = List.copyOf(globs);
    }

    /// Parses a comma-separated list. It ignores blanks around an entry and empty entries.
    public static Globs parse(String list) {
        return new Globs(
                Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .map(Glob::new)
                        .toList());
    }

    /// Whether a pattern matches the whole text. Matching is case-sensitive.
    public boolean match(String text) {
        return globs.stream().anyMatch(glob -> glob.matches(text));
    }

    /// The same patterns in lower case, to match lower-case keys of IAM names.
    public Globs ignoringCase() {
        return new Globs(
                globs.stream().map(g -> new Glob(g.pattern().toLowerCase(Locale.ROOT))).toList());
    }

    /// Whether there is no pattern, so that nothing matches.
    public boolean isEmpty() {
        return globs.isEmpty();
    }

    /// Whether a pattern matches every text.
    public boolean matchEverything() {
        return globs.stream().anyMatch(Glob::matchesEverything);
    }
}
