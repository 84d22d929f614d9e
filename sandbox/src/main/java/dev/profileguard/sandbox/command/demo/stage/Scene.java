package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.page.PageFinding;
import dev.profileguard.page.PagePicture;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A scene that has ended.
///
/// @param function the function that the act shows
/// @param entries what happened in it, without the calls that only read the account for the output
/// @param profile the profile that was shown; null: none
/// @param pictures of this profile, one after the other; without a profile: it is gone
/// @param findings that were reported in it
/// @param expectations how many there were
/// @param failed how many of them were not met
public record Scene(
        String function,
        String title,
        List<Entry> entries,
        @Nullable String profile,
        List<PagePicture> pictures,
        List<PageFinding> findings,
        int expectations,
        int failed) {
    /// Takes copies.
    public Scene {
        entries = List.copyOf(entries);
        pictures = List.copyOf(pictures);
        findings = List.copyOf(findings);
    }

    /// The people and tools that changed something, in the order of their first calls.
    List<String> people() {
        return List.copyOf(callsOfPeople().keySet());
    }

    /// The function's calls to IAM.
    long reads() {
        return calls().filter(Narrator::reads).count();
    }

    /// The function's calls that change something in IAM.
    long writes() {
        return calls().count() - reads();
    }

    /// The longest invocation of the function, in real time; empty: there was none.
    Optional<Duration> longest() {
        return entries.stream()
                .filter(entry -> entry.kind() == Entry.Kind.INVOCATION)
                .filter(entry -> function.equals(entry.function()))
                .map(Entry::took)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    private Stream<Entry> calls() {
        return entries.stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL)
                .filter(entry -> function.equals(entry.function()))
                .filter(entry -> "iam".equals(entry.service()));
    }

    /// The calls of people and tools, by who made them, in order.
    Map<String, List<Entry>> callsOfPeople() {
        return entries.stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL && entry.function() == null)
                .filter(entry -> !Narrator.reads(entry))
                .collect(
                        Collectors.groupingBy(
                                entry -> Narrator.who(entry.actor()),
                                LinkedHashMap::new,
                                Collectors.toList()));
    }

    /// What was in the profile, one after the other: its role, or `no role`, or `gone`.
    List<String> states() {
        return pictures.stream().map(Scene::state).toList();
    }

    private static String state(PagePicture picture) {
        return picture.profiles().isEmpty()
                ? "gone"
                : Objects.requireNonNullElse(picture.role(), "no role");
    }

    /// Whether there was another role in the profile meanwhile, or no profile.
    boolean changed() {
        return states().stream().distinct().count() > 1;
    }

    /// What became of the profile, such as `prod-web: web > intruder > web`.
    String change() {
        List<String> each = new ArrayList<>();
        for (String state : states()) {
            if (each.isEmpty() || !each.getLast().equals(state)) {
                each.add(state);
            }
        }
        return "%s: %s".formatted(profile, String.join(" > ", each));
    }
}
