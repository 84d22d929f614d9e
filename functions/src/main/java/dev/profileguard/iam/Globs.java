package dev.profileguard.iam;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Any of several patterns.
public record Globs(List<Glob> globs) {
    /// Takes a copy.
    public Globs {
        globs = List.copyOf(globs);
    }

    /// Reads a comma-separated list; blanks around an entry and empty entries do not count.
    public static Globs parse(String list) {
        return new Globs(
                Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .map(Glob::new)
                        .toList());
    }

    /// Whether one of them matches the whole text. Upper and lower case differ.
    public boolean match(String text) {
        return globs.stream().anyMatch(glob -> glob.matches(text));
    }

    /// The same for IAM names, for which case does not count.
    public Globs ignoringCase() {
        return new Globs(
                globs.stream().map(g -> new Glob(g.pattern().toLowerCase(Locale.ROOT))).toList());
    }

    /// Whether there is none, so that nothing matches.
    public boolean isEmpty() {
        return globs.isEmpty();
    }

    /// Whether one of them excludes nothing.
    public boolean matchEverything() {
        return globs.stream().anyMatch(Glob::matchesEverything);
    }
}
