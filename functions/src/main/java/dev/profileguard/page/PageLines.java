package dev.profileguard.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The lines of a report, which become the entries of a page.
///
/// Not thread-safe.
public final class PageLines {
    private final Map<String, List<PageLine>> bySubject = new LinkedHashMap<>();
    private final Map<String, String> creators = new HashMap<>();

    /// None yet.
    public PageLines() {}

    /// Adds a line, unless it says that all is well. A profile that an action creates is shown with
    /// the role for which that is done.
    public void add(PageLine line) {
        if (!line.matters()) {
            return;
        }
        line.actions().stream()
                .filter(action -> action.kind().equals("CreateProfile"))
                .forEach(action -> creators.put(key(action.subject()), key(line.subject())));
        String key = key(line.subject());
        bySubject
                .computeIfAbsent(creators.getOrDefault(key, key), any -> new ArrayList<>())
                .add(line);
    }

    /// The roles and profiles with an action, a finding or a failure.
    public List<PageEntry> entries() {
        return bySubject.values().stream().map(PageLines::entry).toList();
    }

    /// IAM's names ignore case.
    private static String key(String subject) {
        return subject.toLowerCase(Locale.ROOT);
    }

    private static PageEntry entry(List<PageLine> lines) {
        String subject = lines.getFirst().subject();
        PageState now = now(lines);
        PicturedState state = new PicturedState(subject, now);
        Set<List<String>> reported = new HashSet<>();
        List<PageOutcome> outcomes = new ArrayList<>();
        for (PageLine line : lines) {
            state.learn(line.state());
            line.actions().stream().filter(PageAction::isPlanned).forEach(state::perform);
            outcomes.add(outcome(line, reported));
        }
        return new PageEntry(subject, now.picture(), state.picture(), now.users(), outcomes);
    }

    /// A plan states each line as if the planned actions before it were performed, so its first
    /// line shows what is there. Where actions were performed, the last of them does.
    private static PageState now(List<PageLine> lines) {
        return lines.reversed().stream()
                .filter(line -> line.actions().stream().anyMatch(PageAction::isDone))
                .findFirst()
                .orElseGet(lines::getFirst)
                .state();
    }

    /// @param reported what earlier lines about the same role or profile report: after a planned
    ///   change it is evaluated again
    private static PageOutcome outcome(PageLine line, Set<List<String>> reported) {
        List<PageFinding> findings = new ArrayList<>();
        for (PageFinding each : line.findings()) {
            List<String> key = new ArrayList<>(each.todo());
            key.add(each.kind());
            if (each.todo().isEmpty()) {
                key.add(each.cause());
            }
            if (reported.add(key)) {
                findings.add(each);
            }
        }
        return new PageOutcome(
                line.function(),
                line.decision(),
                line.why(),
                line.actions().stream().map(PageAction::words).toList(),
                findings,
                line.checks());
    }
}
