package dev.profileguard.guard;

import dev.profileguard.event.Actor;
import dev.profileguard.guard.rule.Guard;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.sweep.AccountSnapshot;
import java.util.List;

/// Whether the baseline table has no baselines although profiles are guarded. Where nothing is
/// guarded, the table is rightly empty. The canary's record does not count: the stack makes it.
record LostBaselines(Guard guard) {
    /// The fault, as sentences; empty: there is none.
    List<String> faults(AccountSnapshot snapshot, GuardRecordCache records) {
        if (hasBaselines(records)) {
            return List.of();
        }
        List<ProfileName> guarded =
                snapshot.profiles().stream()
                        .filter(this::isToBeRecorded)
                        .map(InstanceProfile::name)
                        .toList();
        return guarded.isEmpty()
                ? List.of()
                : List.of(
                        "The baseline table has no baselines, but profiles are guarded (%d), such as %s: ProfileGuard cannot restore a profile that it has not recorded. If there were baselines before, restore the table before somebody changes a profile"
                                .formatted(guarded.size(), guarded.getFirst()));
    }

    /// A record that cannot be read may have a baseline.
    private boolean hasBaselines(GuardRecordCache records) {
        return records.all().stream().anyMatch(this::hasBaseline)
                || records.unreadable().stream().anyMatch(name -> !guard.canary().is(name));
    }

    private boolean hasBaseline(GuardRecord record) {
        Baseline baseline = record.baseline();
        return baseline != null && !baseline.canary() && !guard.canary().is(record.profile());
    }

    /// Whether a sweep records the profile, as far as it is known: IAM's list has no tags.
    private boolean isToBeRecorded(InstanceProfile profile) {
        ProfileName name = profile.name();
        ObservedProfile seen = new ObservedProfile(GuardRecord.none(name), profile);
        return profile.role() != null
                && guard.untouchable(name) == null
                && guard.guards(name, seen)
                && guard.owner(name, seen, new Actor.Unattributed()) == null;
    }
}
