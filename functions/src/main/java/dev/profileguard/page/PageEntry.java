package dev.profileguard.page;

import java.util.List;
import java.util.stream.Stream;

/// A role or profile on a page.
///
/// @param subject such as `instance-profile/web`
/// @param now its state
/// @param after its state after the planned changes; equal to `now`: nothing changes in it
/// @param users what uses the profile; empty: not known
/// @param outcomes of the functions that say something about it
public record PageEntry(
        String subject,
        PagePicture now,
        PagePicture after,
        List<String> users,
        List<PageOutcome> outcomes) {
    /// The name without the type.
    String name() {
        return subject.substring(subject.indexOf('/') + 1);
    }

    /// How much it matters: the severity of its worst finding, then whether something changes.
    int weight() {
        int severity =
                findings().map(PageFinding::severity).mapToInt(PageEntry::weight).max().orElse(0);
        return 2 * severity + (changes() ? 1 : 0);
    }

    /// Whether a function would do something.
    boolean changes() {
        return outcomes.stream().anyMatch(each -> !each.actions().isEmpty());
    }

    Stream<PageFinding> findings() {
        return outcomes.stream().flatMap(outcome -> outcome.findings().stream());
    }

    private static int weight(String severity) {
        return switch (severity) {
            case "critical" -> 3;
            case "warning" -> 2;
            default -> 1;
        };
    }
}
