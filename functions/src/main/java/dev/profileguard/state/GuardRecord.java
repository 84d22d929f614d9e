package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.state.history.BaselineHistory;
import dev.profileguard.state.repair.KeptRepairs;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stored state of one profile: baseline, release and repairs.
///
/// @param baseline null if none is recorded; then the record does not guard the profile
/// @param release the last release; null if there was none
/// @param repairs the latest ones, oldest first, see [KeptRepairs]
/// @param unexplained drift without a known cause; null if there is none
/// @param unverified when the first repair was made that was not compared with CloudTrail yet: the
///   event of a valid change may have been lost; null if there is none
/// @param withheld that the role of the baseline is kept out of the profile; null: it is not
/// @param foreignId the ID of the profile if somebody untrusted created it: no role is put into it;
///   null: nobody did
/// @param lookAgain when the profile will be evaluated again without an event; null, or in the
///   past: nothing is planned
/// @param unproven the last adoption that rests on an event alone; null: there is none
/// @param former deleted profiles of this name with which instances may still be associated, oldest
///   first, at most [FormerProfile#MOST]
/// @param history the baselines that the profile had earlier
/// @param replaceable the baseline that goes into the history if another one becomes right: what
///   was stored, until then; null: none
/// @param version counts the writes; 0 if nothing is stored
public record GuardRecord(
        ProfileName profile,
        @Nullable Baseline baseline,
        @Nullable Release release,
        List<Repair> repairs,
        @Nullable Unexplained unexplained,
        @Nullable Instant unverified,
        @Nullable Withheld withheld,
        @Nullable String foreignId,
        @Nullable Instant lookAgain,
        @Nullable Adopted unproven,
        List<FormerProfile> former,
        BaselineHistory history,
        @Nullable Baseline replaceable,
        long version) {
    /// Takes copies.
    public GuardRecord {
        former = List.copyOf(former);
        repairs = List.copyOf(repairs);
    }

    /// A record without unexplained drift.
    public GuardRecord(
            ProfileName profile,
            @Nullable Baseline baseline,
            @Nullable Release release,
            List<Repair> repairs,
            long version) {
        this(
                profile,
                baseline,
                release,
                repairs,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                BaselineHistory.NONE,
                baseline,
                version);
    }

    /// Drift without a known cause.
    ///
    /// @param since when it was first found
    /// @param state the state that was read, to distinguish this drift from other drift
    public record Unexplained(Instant since, String state) {}

    /// An empty record.
    public static GuardRecord none(ProfileName profile) {
        return new GuardRecord(profile, null, null, List.of(), 0);
    }

    /// A copy whose baseline has other IDs, and without unexplained drift. What is right stays the
    /// same, so the history does too.
    public GuardRecord with(Baseline newBaseline) {
        Copy copy = new Copy(this);
        copy.baseline = newBaseline;
        copy.unexplained = null;
        return copy.record();
    }

    /// A copy with another baseline and without unexplained drift. The stored baseline goes into
    /// the history if the new one says something else.
    ///
    /// @param at the time of the change that made it right
    public GuardRecord changed(Baseline newBaseline, Instant at) {
        return replaceable == null || replaceable.isSameAs(newBaseline)
                ? with(newBaseline)
                : replacing(replaceable, at).with(newBaseline);
    }

    /// A copy without a baseline and without unexplained drift. The stored baseline goes into the
    /// history, unless it is a canary's, which nobody wants back.
    ///
    /// @param at when the guard ended
    public GuardRecord ended(Instant at) {
        Baseline stored = replaceable;
        Copy copy = new Copy(stored == null || stored.canary() ? this : replacing(stored, at));
        copy.baseline = null;
        copy.unexplained = null;
        return copy.record();
    }

    private GuardRecord replacing(Baseline stored, Instant at) {
        Copy copy = new Copy(this);
        boolean isProven = unproven == null || !unproven.eventId().equals(stored.eventId());
        copy.history =
                history.with(stored.provisional(stored.provisional() || !isProven).former(at));
        copy.replaceable = null;
        return copy.record();
    }

    /// A copy without the history of more than a year ago.
    public GuardRecord remembering(Instant now) {
        Copy copy = new Copy(this);
        copy.history = history.at(now);
        return copy.record();
    }

    /// A copy with another release.
    public GuardRecord with(Release newRelease) {
        Copy copy = new Copy(this);
        copy.release = newRelease;
        return copy.record();
    }

    /// A copy with the name as IAM spells it.
    public GuardRecord withName(ProfileName name) {
        Copy copy = new Copy(this);
        copy.profile = name;
        return copy.record();
    }

    /// A copy with one more repair.
    public GuardRecord with(Repair repair) {
        Copy copy = new Copy(this);
        copy.repairs = KeptRepairs.with(repairs, repair);
        return copy.record();
    }

    /// A copy with drift without a known cause.
    public GuardRecord with(Unexplained drift) {
        Copy copy = new Copy(this);
        copy.unexplained = drift;
        return copy.record();
    }

    /// A copy without unexplained drift.
    public GuardRecord withoutUnexplained() {
        Copy copy = new Copy(this);
        copy.unexplained = null;
        return copy.record();
    }

    /// A copy with a repair that was not compared with CloudTrail. An earlier one stays.
    public GuardRecord withUnverified(Instant repaired) {
        Instant first = unverified == null ? repaired : unverified;
        Copy copy = new Copy(this);
        copy.unverified = first;
        return copy.record();
    }

    /// A copy whose repairs were compared with CloudTrail.
    public GuardRecord verified() {
        Copy copy = new Copy(this);
        copy.unverified = null;
        return copy.record();
    }

    /// A copy whose role is withheld, or not any more.
    ///
    /// @param role null: it is not withheld
    public GuardRecord withWithheld(@Nullable Withheld role) {
        Copy copy = new Copy(this);
        copy.withheld = role;
        return copy.record();
    }

    /// A copy with the ID of a profile that somebody untrusted created.
    ///
    /// @param id null: nobody did
    public GuardRecord withForeign(@Nullable String id) {
        Copy copy = new Copy(this);
        copy.foreignId = id;
        return copy.record();
    }

    /// A copy with an adoption that rests on an event alone.
    public GuardRecord withUnproven(Adopted adoption) {
        Copy copy = new Copy(this);
        copy.unproven = adoption;
        return copy.record();
    }

    /// A copy whose adoptions CloudTrail confirmed.
    public GuardRecord proven() {
        Copy copy = new Copy(this);
        copy.unproven = null;
        return copy.record();
    }

    /// A copy after the profile was deleted and there is one with another ID.
    ///
    /// @param deletedId the ID that the profile had
    /// @param now when this was found, or done
    public GuardRecord replaced(String deletedId, Instant now) {
        if (former.stream().anyMatch(each -> each.id().equals(deletedId))) {
            return this;
        }
        List<FormerProfile> more = new ArrayList<>(former);
        more.add(new FormerProfile(deletedId, lastKnownRight(), now));
        return withFormer(more.subList(Math.max(0, more.size() - FormerProfile.MOST), more.size()));
    }

    /// A copy with other deleted profiles of this name.
    public GuardRecord withFormer(List<FormerProfile> profiles) {
        Copy copy = new Copy(this);
        copy.former = profiles;
        return copy.record();
    }

    /// The last time at which the profile is known to have been right.
    private Instant lastKnownRight() {
        Instant recorded = baseline == null ? Instant.EPOCH : baseline.asOf();
        Instant repaired = lastRepair(Repair.Aspect.ROLE);
        Instant right = repaired.isAfter(recorded) ? repaired : recorded;
        return withheld != null && withheld.since().isBefore(right) ? withheld.since() : right;
    }

    /// A copy that plans another evaluation.
    public GuardRecord lookedAtAgain(Instant at) {
        Copy copy = new Copy(this);
        copy.lookAgain = at;
        return copy.record();
    }

    /// A copy after somebody trusted decided about the profile and its role: the role is not
    /// withheld, and the profile is as good as a recorded one.
    public GuardRecord settled() {
        Copy copy = new Copy(this);
        copy.withheld = null;
        copy.foreignId = null;
        return copy.record();
    }

    /// A copy with the next version, as it is stored.
    public GuardRecord nextVersion() {
        Copy copy = new Copy(this);
        copy.replaceable = baseline;
        copy.version = version + 1;
        return copy.record();
    }

    /// The time of the last repair of an aspect, in whole seconds as in CloudTrail; the epoch if
    /// there was none.
    public Instant lastRepair(Repair.Aspect aspect) {
        Repair last = lastRepairOf(aspect);
        return last == null ? Instant.EPOCH : last.at().truncatedTo(ChronoUnit.SECONDS);
    }

    private @Nullable Repair lastRepairOf(Repair.Aspect aspect) {
        return repairs.stream()
                .filter(repair -> repair.aspects().contains(aspect))
                .reduce((earlier, last) -> last)
                .orElse(null);
    }

    /// Whether the role in the profile, or its absence, is what ProfileGuard restored before it
    /// knew the valid change in the baseline.
    ///
    /// @param found the role in the profile; null: none
    public boolean isOwnRepair(@Nullable Role found) {
        Repair last = lastRepairOf(Repair.Aspect.ROLE);
        return last != null
                && last.role() != null
                && last.role().equalsIgnoreCase(found == null ? "" : found.name().value())
                && baseline != null
                && !last.at().isBefore(baseline.asOf());
    }

    /// Whether there is neither a baseline nor a release.
    public boolean isEmpty() {
        return baseline == null && release == null;
    }

    /// Whether there is something to store.
    boolean isStored() {
        return !isEmpty() || !history.isEmpty();
    }

    /// Whether the profile is released at this time.
    public boolean isReleasedAt(Instant moment) {
        return release != null && release.covers(moment);
    }

    /// Whether ProfileGuard repaired the profile at this time or later.
    public boolean repairedSince(Instant time) {
        return repairs.stream().anyMatch(repair -> !repair.at().isBefore(time));
    }

    /// The repairs within a time before now.
    public List<Repair> repairsWithin(Duration window, Instant now) {
        return repairs.stream().filter(r -> r.at().isAfter(now.minus(window))).toList();
    }

    /// The components of a copy, of which some are changed before it is made.
    private static final class Copy {
        private ProfileName profile;
        private @Nullable Baseline baseline;
        private @Nullable Release release;
        private List<Repair> repairs;
        private @Nullable Unexplained unexplained;
        private @Nullable Instant unverified;
        private @Nullable Withheld withheld;
        private @Nullable String foreignId;
        private @Nullable Instant lookAgain;
        private @Nullable Adopted unproven;
        private List<FormerProfile> former;
        private BaselineHistory history;
        private @Nullable Baseline replaceable;
        private long version;

        private Copy(GuardRecord original) {
            this.profile = original.profile;
            this.baseline = original.baseline;
            this.release = original.release;
            this.repairs = original.repairs;
            this.unexplained = original.unexplained;
            this.unverified = original.unverified;
            this.withheld = original.withheld;
            this.foreignId = original.foreignId;
            this.lookAgain = original.lookAgain;
            this.unproven = original.unproven;
            this.former = original.former;
            this.history = original.history;
            this.replaceable = original.replaceable;
            this.version = original.version;
        }

        private GuardRecord record() {
            return new GuardRecord(
                    profile,
                    baseline,
                    release,
                    repairs,
                    unexplained,
                    unverified,
                    withheld,
                    foreignId,
                    lookAgain,
                    unproven,
                    former,
                    history,
                    replaceable,
                    version);
        }
    }
}
