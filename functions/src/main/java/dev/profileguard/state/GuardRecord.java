package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
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
/// @param repairs the latest ones, oldest first, at most [#MAX_REPAIRS]
/// @param unexplained drift without a known cause; null if there is none
/// @param unverified when the first repair was made that was not compared with CloudTrail yet: the
///   event of a valid change may have been lost; null if there is none
/// @param withheld that the role of the baseline is kept out of the profile; null: it is not
/// @param foreignId the ID of the profile if somebody untrusted created it: no role is put into it;
///   null: nobody did
/// @param lookAgain when the profile will be evaluated again without an event; null, or in the
///   past: nothing is planned
/// @param unproven the last adoption that rests on an event alone; null: there is none
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
        long version) {
    /// The maximum number of stored repairs. It is also the maximum of the breaker's setting.
    public static final int MAX_REPAIRS = 100;

    /// Takes a copy.
    public GuardRecord {
        repairs = List.copyOf(repairs);
    }

    /// A record without unexplained drift.
    public GuardRecord(
            ProfileName profile,
            @Nullable Baseline baseline,
            @Nullable Release release,
            List<Repair> repairs,
            long version) {
        this(profile, baseline, release, repairs, null, null, null, null, null, null, version);
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

    /// A copy with another baseline and without unexplained drift.
    ///
    /// @param newBaseline null for no baseline
    public GuardRecord with(@Nullable Baseline newBaseline) {
        return new GuardRecord(
                profile,
                newBaseline,
                release,
                repairs,
                null,
                unverified,
                withheld,
                foreignId,
                lookAgain,
                unproven,
                version);
    }

    /// A copy with another release.
    public GuardRecord with(Release newRelease) {
        return new GuardRecord(
                profile,
                baseline,
                newRelease,
                repairs,
                unexplained,
                unverified,
                withheld,
                foreignId,
                lookAgain,
                unproven,
                version);
    }

    /// A copy with the name as IAM spells it.
    public GuardRecord withName(ProfileName name) {
        return new GuardRecord(
                name,
                baseline,
                release,
                repairs,
                unexplained,
                unverified,
                withheld,
                foreignId,
                lookAgain,
                unproven,
                version);
    }

    /// A copy with one more repair.
    public GuardRecord with(Repair repair) {
        List<Repair> more = new ArrayList<>(repairs);
        more.add(repair);
        List<Repair> kept = more.subList(Math.max(0, more.size() - MAX_REPAIRS), more.size());
        return new GuardRecord(
                profile,
                baseline,
                release,
                kept,
                unexplained,
                unverified,
                withheld,
                foreignId,
                lookAgain,
                unproven,
                version);
    }

    /// A copy with drift without a known cause.
    public GuardRecord with(Unexplained drift) {
        return new GuardRecord(
                profile,
                baseline,
                release,
                repairs,
                drift,
                unverified,
                withheld,
                foreignId,
                lookAgain,
                unproven,
                version);
    }

    /// A copy without unexplained drift.
    public GuardRecord withoutUnexplained() {
        return new GuardRecord(
                profile,
                baseline,
                release,
                repairs,
                null,
                unverified,
                withheld,
                foreignId,
                lookAgain,
                unproven,
                version);
    }

    /// A copy with a repair that was not compared with CloudTrail. An earlier one stays.
    public GuardRecord withUnverified(Instant repaired) {
        Instant first = unverified == null ? repaired : unverified;
        return new GuardRecord(
                profile,
                baseline,
                release,
                repairs,
                unexplained,
                first,
                withheld,
                foreignId,
                lookAgain,
                unproven,
                version);
    }

    /// A copy whose repairs were compared with CloudTrail.
    public GuardRecord verified() {
        return new GuardRecord(
                profile,
                baseline,
                release,
                repairs,
                unexplained,
                null,
                withheld,
                foreignId,
                lookAgain,
                unproven,
                version);
    }

    /// A copy whose role is withheld, or not any more.
    ///
    /// @param role null: it is not withheld
    public GuardRecord withWithheld(@Nullable Withheld role) {
        return new GuardRecord(
                profile,
                baseline,
                release,
                repairs,
                unexplained,
                unverified,
                role,
                foreignId,
                lookAgain,
                unproven,
                version);
    }

    /// A copy with the ID of a profile that somebody untrusted created.
    ///
    /// @param id null: nobody did
    public GuardRecord withForeign(@Nullable String id) {
        return new GuardRecord(
                profile,
                baseline,
                release,
                repairs,
                unexplained,
                unverified,
                withheld,
                id,
                lookAgain,
                unproven,
                version);
    }

    /// A copy with an adoption that rests on an event alone.
    public GuardRecord withUnproven(Adopted adoption) {
        return withProof(adoption);
    }

    /// A copy whose adoptions CloudTrail confirmed.
    public GuardRecord proven() {
        return withProof(null);
    }

    private GuardRecord withProof(@Nullable Adopted adoption) {
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
                adoption,
                version);
    }

    /// A copy that plans another evaluation.
    public GuardRecord lookedAtAgain(Instant at) {
        return new GuardRecord(
                profile,
                baseline,
                release,
                repairs,
                unexplained,
                unverified,
                withheld,
                foreignId,
                at,
                unproven,
                version);
    }

    /// A copy after somebody trusted decided about the profile and its role: the role is not
    /// withheld, and the profile is as good as a recorded one.
    public GuardRecord settled() {
        return new GuardRecord(
                profile,
                baseline,
                release,
                repairs,
                unexplained,
                unverified,
                null,
                null,
                lookAgain,
                unproven,
                version);
    }

    /// A copy with the next version.
    public GuardRecord nextVersion() {
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
                version + 1);
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

    /// Whether there is neither a baseline nor a release to store.
    public boolean isEmpty() {
        return baseline == null && release == null;
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
}
