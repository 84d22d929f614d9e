package dev.profileguard.sandbox.command.baselines.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The baselines that a file says.
///
/// @param account twelve digits; null: the file does not say which account it is about
/// @param entries as an import has them
/// @param skipped what is not about this account's profiles, as phrases for people
/// @param problems what cannot be imported, and why, as sentences for people
public record BaselineFile(
        @Nullable String account,
        List<Map<String, Object>> entries,
        List<String> skipped,
        List<String> problems) {
    /// What our own files say about their form.
    public static final String FORMAT = "profile-guard-baselines-1";

    /// Takes copies.
    public BaselineFile {
        entries = List.copyOf(entries);
        skipped = List.copyOf(skipped);
        problems = List.copyOf(problems);
    }

    /// Collects what a file says.
    static final class Builder {
        private final List<Map<String, Object>> entries = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        void entry(Map<String, Object> entry) {
            entries.add(entry);
        }

        void skipped(String what, String why) {
            skipped.add("%s: %s".formatted(what, why));
        }

        void problem(String what, String why) {
            problems.add("%s: %s".formatted(what, why));
        }

        BaselineFile file(@Nullable String account) {
            return new BaselineFile(account, entries, skipped, problems);
        }
    }
}
