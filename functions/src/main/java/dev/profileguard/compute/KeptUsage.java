package dev.profileguard.compute;

import dev.profileguard.compute.KeptUse.Kind;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.text.ShellCommand;
import dev.profileguard.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What used a profile when a sweep looked. It is for people: whatever is decided asks anew.
///
/// @param seen when the sweep looked, in whole seconds
/// @param uses what it found, [KeptUses#most] of each kind
/// @param more how many more of a kind it found
/// @param unknown why AWS could not be asked completely, with the region, as sentences, at most
///   [KeptUses#MOST_UNKNOWN]; empty: nothing is missing
public record KeptUsage(
        Instant seen, List<KeptUse> uses, Map<Kind, Integer> more, List<String> unknown) {
    /// How long a stored time is good enough while nothing changes.
    private static final Duration RENEWED_AFTER = Duration.ofHours(24);

    private static final int MOST_NAMED = 5;
    private static final int MOST_REASONS = 2;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LIST = 1_000;

    /// Takes copies.
    public KeptUsage {
        uses = List.copyOf(uses);
        more = Map.copyOf(more);
        unknown = List.copyOf(unknown);
    }

    /// Whether this takes the place of what is stored: something differs, or the stored time is a
    /// day old.
    ///
    /// @param stored null: nothing readable
    public boolean replaces(@Nullable KeptUsage stored) {
        return stored == null
                || !stored.uses.equals(uses)
                || !stored.more.equals(more)
                || !stored.unknown.equals(unknown)
                || !seen.isBefore(stored.seen.plus(RENEWED_AFTER));
    }

    /// What used the profile, as a sentence without its end, of about 1,600 characters at most.
    public String text(ProfileName profile) {
        return "Seen by the sweep at %s: %s was used by %s%s. To ask now: %s"
                .formatted(
                        seen,
                        profile,
                        VisibleText.excerpt(used(), LONGEST_LIST),
                        missing(),
                        ShellCommand.of("./guard usage").operand(profile.value()).text());
    }

    /// What used the profile, as short texts for a list; the last one says when.
    public List<String> shown() {
        List<String> shown = new ArrayList<>(parts());
        if (shown.isEmpty()) {
            shown.add("nothing" + missing());
        } else if (!unknown.isEmpty()) {
            shown.add(unasked());
        }
        shown.add("seen " + seen);
        return shown;
    }

    private String used() {
        List<String> parts = parts();
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<KeptUse> some = of(kind);
            if (!some.isEmpty()) {
                parts.add(
                        "%s (%s)"
                                .formatted(
                                        kind.counted(some.size() + more(kind)), named(some, kind)));
            }
        }
        return parts;
    }

    private String named(List<KeptUse> some, Kind kind) {
        int others = some.size() + more(kind) - MOST_NAMED;
        return some.stream()
                .limit(MOST_NAMED)
                .map(each ->
                        "%s in %s"
                                .formatted(
                                        VisibleText.excerpt(each.known(), LONGEST_NAME),
                                        each.region()))
                .collect(
                        Collectors.joining(
                                ", ", "", others > 0 ? ", and %d more".formatted(others) : ""));
    }

    private String missing() {
        return unknown.isEmpty() ? "" : "; " + unasked();
    }

    private String unasked() {
        int others = unknown.size() - MOST_REASONS;
        return unknown.stream()
                .limit(MOST_REASONS)
                .map(VisibleText::excerpt)
                .collect(
                        Collectors.joining(
                                "; ",
                                "not everything could be asked: ",
                                others > 0 ? "; and more" : ""));
    }

    private List<KeptUse> of(Kind kind) {
        return uses.stream().filter(each -> each.kind() == kind).toList();
    }

    private int more(Kind kind) {
        return more.getOrDefault(kind, 0);
    }

    /// As JSON values: what [ProfileUsage#json()] has, with the time, and how much is left out.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seen", seen.toString());
        for (Kind kind : Kind.values()) {
            json.put(kind.key(), of(kind).stream().map(KeptUse::json).toList());
        }
        Map<String, Object> leftOut = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            if (more(kind) > 0) {
                leftOut.put(kind.key(), more(kind));
            }
        }
        json.put("leftOut", leftOut);
        json.put("unknown", unknown);
        return json;
    }
}
