package dev.profileguard.guard;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.finding.Rule;
import dev.profileguard.guard.rule.Drift;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.guard.rule.Reassociation;
import dev.profileguard.guard.rule.Withholding;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.SweepRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// ProfileGuard's rule in a sweep.
public record GuardSweep(GuardSettings settings) implements SweepRule {
    /// The rule with the settings of this environment.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public static GuardSweep in(Platform platform) {
        return new GuardSweep(GuardSettings.from(platform.environment()));
    }

    @Override
    public String name() {
        return Rule.PROFILE_GUARD.inSweeps();
    }

    @Override
    public Mode mode() {
        return settings.mode();
    }

    @Override
    public String modeParameter() {
        return "GuardMode";
    }

    @Override
    public boolean covers(TaggedType type) {
        return type == TaggedType.INSTANCE_PROFILE;
    }

    @Override
    public List<String> faults(AccountSnapshot snapshot, GuardRecordCache records) {
        return mode() == Mode.OFF
                ? List.of()
                : new LostBaselines(settings.guard()).faults(snapshot, records);
    }

    /// The rule needs the profile's tags, which are read from IAM in any case.
    @Override
    public boolean triesSnapshotFirst() {
        return false;
    }

    @Override
    public Set<String> operations() {
        return ProfileChangeExtraction.operations();
    }

    @Override
    public Task task(Subject subject, Requester requester, Call call) {
        return settings.taskOfSweep(found(subject, call));
    }

    /// Whether the recorded role exists is not read: IAM refuses to add one that does not.
    @Override
    public Task application(Subject subject, Call call) {
        return settings.task(found(subject, call));
    }

    private static Change found(Subject subject, Call call) {
        Call unattributed =
                new Call(
                        new Actor.Unattributed(),
                        call.operation(),
                        call.account(),
                        call.eventId(),
                        call.time());
        ProfileName profile = new ProfileName(subject.name().value());
        Edit found = new Edit.Found("by a sweep at " + call.time());
        return new Change(profile, found, unattributed);
    }

    /// Whether the profile, or its role, differs from the baseline: the repair decides which roles
    /// are in a profile, and which tags a profile inherits.
    @Override
    public boolean comesFirst(Subject profile, AccountSnapshot snapshot, GuardRecordCache records) {
        ProfileName name = new ProfileName(profile.name().value());
        GuardRecord record = records.readable(name);
        Baseline baseline = record == null ? null : record.baseline();
        return baseline != null
                && settings.guard().untouchable(name) == null
                && !driftsApartFromTags(snapshot.known(name), baseline).isEmpty();
    }

    /// A profile that a plan would create has no ID that could differ.
    private static List<Drift> driftsApartFromTags(
            @Nullable InstanceProfile known, Baseline baseline) {
        return Drift.between(
                known == null
                        ? null
                        : new InstanceProfile(
                                known.name(),
                                isPlanned(known) ? baseline.profileId() : known.id(),
                                known.path(),
                                known.role(),
                                baseline.tags()),
                baseline);
    }

    /// Handles a recorded profile whose tags do not matter and whose listed state matches its
    /// baseline, unless that is provisional, and a profile that a plan would create again.
    @Override
    public @Nullable Outcome fromSnapshot(
            Subject subject, AccountSnapshot snapshot, GuardRecordCache baselines, Call call) {
        ProfileName name = new ProfileName(subject.name().value());
        InstanceProfile listed = snapshot.listed(name);
        GuardRecord record = baselines.load(name);
        Baseline baseline = record.baseline();
        if (listed == null
                || baseline == null
                || baseline.provisional()
                || record.unexplained() != null
                || record.unverified() != null
                || record.withheld() != null
                || record.unproven() != null
                || isToAssociate(record)
                || settings.guard().untouchable(name) != null
                || !(isListed(baseline) || isPlanned(listed))
                || !driftsApartFromTags(listed, baseline).isEmpty()) {
            return null;
        }
        return new Outcome.Skipped(
                name.subject(),
                GuardDecision.NO_DRIFT,
                "%s matches its baseline".formatted(name),
                call.eventId());
    }

    @Override
    public boolean comparesUses() {
        boolean asks =
                settings.withholds() == Withholding.Switch.ON
                        || settings.associates() == Reassociation.Switch.ON;
        return asks && mode() != Mode.OFF;
    }

    /// Whether the profile matches its baseline, and no role is withheld from it.
    @Override
    public boolean isRight(Outcome outcome) {
        return outcome.decision() == GuardDecision.NO_DRIFT
                || outcome.decision() == GuardDecision.RECORDED;
    }

    @Override
    public boolean keepsInventory() {
        return mode() != Mode.OFF;
    }

    /// The profiles with a baseline, and those that this sweep may record because of their names:
    /// also one that it creates for a role.
    @Override
    public Set<ProfileName> inventoried(AccountSnapshot snapshot, GuardRecordCache records) {
        Set<ProfileName> profiles = new HashSet<>();
        for (GuardRecord record : records.all()) {
            if (record.baseline() != null) {
                profiles.add(record.profile());
            }
        }
        Stream.concat(
                        snapshot.profiles().stream().map(InstanceProfile::name),
                        snapshot.roles().stream().map(role -> new ProfileName(role.name().value())))
                .filter(this::mayBeRecorded)
                .forEach(profiles::add);
        return profiles;
    }

    private boolean mayBeRecorded(ProfileName profile) {
        return settings.guard().guarded().names().match(profile.key())
                && settings.guard().untouchable(profile) == null
                && !Exemptions.hasNameOfService(profile);
    }

    private boolean isToAssociate(GuardRecord record) {
        return settings.associates() == Reassociation.Switch.ON && !record.former().isEmpty();
    }

    private static boolean isPlanned(InstanceProfile profile) {
        return profile.id().equals(InstanceProfile.NOT_CREATED_YET);
    }

    /// Whether IAM's list contains everything that is recorded.
    private static boolean isListed(Baseline baseline) {
        Baseline.RecordedRole role = baseline.role();
        return !GuardedProfiles.isLocked(baseline.tags()) && (role == null || role.id() != null);
    }
}
