package dev.profileguard.state.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The baselines that a profile had earlier, oldest first. It is a part of the profile's item, so
/// that it changes in the same write as the baseline, and stays small: at most [#MOST] of the last
/// year, with at most about [#MOST_BYTES] bytes. The latest one is always kept.
public record BaselineHistory(List<FormerBaseline> entries) {
    /// No earlier baseline.
    public static final BaselineHistory NONE = new BaselineHistory(List.of());

    /// How many of a profile are kept.
    public static final int MOST = 20;

    /// How long one is kept after it was right.
    public static final Duration KEPT = Duration.ofDays(365);

    static final int MOST_BYTES = 16_000;

    /// Takes a copy.
    public BaselineHistory {
        entries = List.copyOf(entries);
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /// A copy with one more. What is too much or too old then is left out.
    public BaselineHistory with(FormerBaseline latest) {
        List<FormerBaseline> newestFirst = new ArrayList<>(List.of(latest));
        int bytes = latest.size();
        for (FormerBaseline each : at(latest.until()).entries.reversed()) {
            bytes += each.size();
            if (newestFirst.size() == MOST || bytes > MOST_BYTES) {
                break;
            }
            newestFirst.add(each);
        }
        return new BaselineHistory(newestFirst.reversed());
    }

    /// Those of the year before a time.
    public BaselineHistory at(Instant now) {
        Instant oldest = now.minus(KEPT);
        return new BaselineHistory(
                entries.stream().filter(each -> !each.until().isBefore(oldest)).toList());
    }
}
