package dev.profileguard.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is remembered of one profile.
///
/// @param baseline null: nothing is recorded, and the record does not guard the profile
/// @param release null: none was ever asked for
/// @param repairs the latest ones, oldest first, at most [#MOST_REPAIRS]
/// @param version counts the writes; 0: nothing is stored
public record GuardRecord(
        ProfileName profile,
        @Nullable Baseline baseline,
        @Nullable Release release,
        List<Repair> repairs,
        long version) {
    /// More are forgotten, oldest first. The largest breaker needs as many.
    public static final int MOST_REPAIRS = 100;

    /// Takes a copy.
    public GuardRecord {
        repairs = List.copyOf(repairs);
    }

    /// Nothing is remembered.
    public static GuardRecord none(ProfileName profile) {
        return new GuardRecord(profile, null, null, List.of(), 0);
    }

    /// The same with another baseline; null: none.
    public GuardRecord with(@Nullable Baseline newBaseline) {
        return new GuardRecord(profile, newBaseline, release, repairs, version);
    }

    /// The same with another release.
    public GuardRecord with(Release newRelease) {
        return new GuardRecord(profile, baseline, newRelease, repairs, version);
    }

    /// The same with the profile's name as IAM spells it.
    public GuardRecord spelled(ProfileName name) {
        return new GuardRecord(name, baseline, release, repairs, version);
    }

    /// The same with one more repair.
    public GuardRecord with(Repair repair) {
        List<Repair> more = new ArrayList<>(repairs);
        more.add(repair);
        List<Repair> kept = more.subList(Math.max(0, more.size() - MOST_REPAIRS), more.size());
        return new GuardRecord(profile, baseline, release, kept, version);
    }

    /// Whether anything is worth storing.
    public boolean isEmpty() {
        return baseline == null && release == null;
    }

    /// Whether a release covers this moment.
    public boolean isReleasedAt(Instant moment) {
        return release != null && release.covers(moment);
    }

    /// Whether we changed the profile ourselves at that time or later.
    public boolean repairedSince(Instant time) {
        return repairs.stream().anyMatch(repair -> !repair.at().isBefore(time));
    }

    /// The repairs no older than this.
    public List<Repair> repairsWithin(Duration window, Instant now) {
        return repairs.stream().filter(r -> r.at().isAfter(now.minus(window))).toList();
    }
}
