package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is remembered of one profile.
///
/// @param baseline null: nothing is recorded, and the record does not guard the profile
/// @param release null: none was ever asked for
/// @param repairs the latest ones, oldest first, at most [#MOST_REPAIRS]
/// @param unexplained drift that nobody is known to have caused; null: there is none
/// @param version counts the writes; 0: nothing is stored
public record GuardRecord(
        ProfileName profile,
        @Nullable Baseline baseline,
        @Nullable Release release,
        List<Repair> repairs,
        @Nullable Unexplained unexplained,
        long version) {
    /// More are forgotten, oldest first. The largest breaker needs as many.
    public static final int MOST_REPAIRS = 100;

    /// Takes a copy.
    public GuardRecord {
        repairs = List.copyOf(repairs);
    }

    /// Without unexplained drift.
    public GuardRecord(
            ProfileName profile,
            @Nullable Baseline baseline,
            @Nullable Release release,
            List<Repair> repairs,
            long version) {
        this(profile, baseline, release, repairs, null, version);
    }

    /// Drift that nobody is known to have caused.
    ///
    /// @param since when it was first seen
    /// @param state what was seen, so that other drift is told from it
    public record Unexplained(Instant since, String state) {}

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
        return new GuardRecord(profile, baseline, newRelease, repairs, unexplained, version);
    }

    /// The same with the profile's name as IAM spells it.
    public GuardRecord spelled(ProfileName name) {
        return new GuardRecord(name, baseline, release, repairs, unexplained, version);
    }

    /// The same with one more repair.
    public GuardRecord with(Repair repair) {
        List<Repair> more = new ArrayList<>(repairs);
        more.add(repair);
        List<Repair> kept = more.subList(Math.max(0, more.size() - MOST_REPAIRS), more.size());
        return new GuardRecord(profile, baseline, release, kept, version);
    }

    /// The same with drift that nobody is known to have caused.
    public GuardRecord with(Unexplained drift) {
        return new GuardRecord(profile, baseline, release, repairs, drift, version);
    }

    /// The same, once the profile is as its baseline has it.
    public GuardRecord settled() {
        return new GuardRecord(profile, baseline, release, repairs, version);
    }

    /// The same as it is stored after one more write.
    public GuardRecord stored() {
        return new GuardRecord(profile, baseline, release, repairs, unexplained, version + 1);
    }

    /// When we last changed the profile, in whole seconds as CloudTrail has them; the epoch: never.
    public Instant lastRepair() {
        return repairs.isEmpty()
                ? Instant.EPOCH
                : repairs.getLast().at().truncatedTo(ChronoUnit.SECONDS);
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
