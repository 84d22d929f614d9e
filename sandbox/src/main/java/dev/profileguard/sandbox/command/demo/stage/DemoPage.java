package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.page.PageEntry;
import dev.profileguard.page.PageFinding;
import dev.profileguard.page.PageKind;
import dev.profileguard.page.PageOutcome;
import dev.profileguard.page.PagePicture;
import dev.profileguard.page.PageReport;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The scenes of a demo as a page.
///
/// Not thread-safe.
public final class DemoPage {
    private static final PagePicture NOTHING = new PagePicture(null, List.of(), Map.of(), Map.of());

    private final List<PageEntry> entries = new ArrayList<>();
    private final Map<String, Map<String, Integer>> chapters = new LinkedHashMap<>();
    private int expectations;
    private int failed;

    /// A page without scenes.
    public DemoPage() {}

    /// Adds a scene.
    public void add(Scene scene) {
        Map<String, Integer> counts =
                chapters.computeIfAbsent(scene.function(), any -> new TreeMap<>());
        counts.merge("scenes", 1, Integer::sum);
        counts.merge("expectations", scene.expectations(), Integer::sum);
        expectations += scene.expectations();
        failed += scene.failed();
        PagePicture end = end(scene);
        entries.add(
                new PageEntry(
                        "scene/" + scene.title(),
                        meanwhile(scene, end),
                        end,
                        List.of(),
                        outcomes(scene)));
    }

    /// The page.
    public PageReport report(Instant made) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        numbers.put("scenes", entries.size());
        numbers.put("expectations", expectations);
        numbers.put("not met", failed);
        return new PageReport(
                PageKind.DEMO, "", "", made, List.of(), numbers, chapters, entries, List.of());
    }

    private static PagePicture end(Scene scene) {
        return scene.pictures().isEmpty() ? NOTHING : scene.pictures().getLast();
    }

    /// What was there before it became what it is in the end.
    private static PagePicture meanwhile(Scene scene, PagePicture end) {
        return scene.pictures().reversed().stream()
                .filter(each -> !each.equals(end))
                .findFirst()
                .orElse(end);
    }

    private static List<PageOutcome> outcomes(Scene scene) {
        List<PageOutcome> outcomes = new ArrayList<>();
        scene.callsOfPeople()
                .forEach((who, calls) ->
                        outcomes.add(
                                new PageOutcome(
                                        who,
                                        "calls",
                                        "",
                                        calls.stream().map(DemoPage::words).toList(),
                                        List.of(),
                                        List.of())));
        List<PageFinding> findings = new ArrayList<>(scene.findings().stream().distinct().toList());
        if (scene.failed() > 0) {
            findings.add(
                    new PageFinding(
                            "expectations-not-met",
                            "critical",
                            "%d of %d expectations are not met"
                                    .formatted(scene.failed(), scene.expectations()),
                            List.of("To see them: ./guard demo --verbose")));
        }
        outcomes.add(
                new PageOutcome(
                        scene.function(),
                        "%d of %d expectations are met"
                                .formatted(
                                        scene.expectations() - scene.failed(),
                                        scene.expectations()),
                        "",
                        scene.entries().stream()
                                .filter(entry -> entry.kind() == Entry.Kind.ACTION)
                                .map(DemoPage::words)
                                .toList(),
                        findings,
                        List.of()));
        return outcomes;
    }

    private static String words(Entry entry) {
        return "%s %s: %s".formatted(entry.operation(), entry.subject(), entry.outcome());
    }
}
