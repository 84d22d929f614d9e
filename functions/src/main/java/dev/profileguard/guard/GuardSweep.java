package dev.profileguard.guard;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Rule;
import dev.profileguard.guard.rule.Drift;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.Attribution;
import dev.profileguard.sweep.Subject;
import dev.profileguard.sweep.SweepContext;
import dev.profileguard.sweep.SweepRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// ProfileGuard's rule in a sweep.
public record GuardSweep(
        GuardSettings settings, Platform surroundings, Attribution attribution, Duration grace)
        implements SweepRule {
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
    public boolean covers(Subject.Kind kind) {
        return kind == Subject.Kind.PROFILE;
    }

    /// Whatever needs a look at the profile's tags needs a look at IAM anyway.
    @Override
    public boolean looksFirst() {
        return false;
    }

    @Override
    public Task task(Subject subject, SweepContext hands, Call call) {
        Call nobodys =
                new Call(
                        new Actor.Unknown("no event tells who"),
                        call.operation(),
                        call.account(),
                        call.eventId(),
                        call.time());
        GuardContext guarding =
                new GuardContext(
                        settings.guard(),
                        hands.reader(),
                        hands.baselines(),
                        new Restoration(
                                hands.reader(),
                                hands.writer(),
                                surroundings.clock(),
                                surroundings.pause()),
                        surroundings.clock());
        ProfileName profile = new ProfileName(subject.name());
        return new GuardSweepTask(
                new Change(profile, new Edit.Found(), nobodys), guarding, attribution, grace);
    }

    /// A recorded profile whose tags do not matter, and that is listed as its baseline has it.
    @Override
    public @Nullable Outcome atOnce(
            Subject subject, AccountSnapshot snapshot, GuardRecordCache baselines, Call call) {
        ProfileName name = new ProfileName(subject.name());
        InstanceProfile listed = snapshot.listed(name);
        GuardRecord record = baselines.load(name);
        Baseline baseline = record.baseline();
        if (listed == null
                || baseline == null
                || record.unexplained() != null
                || settings.guard().untouchable(name) != null
                || !isTold(baseline)
                || !Drift.between(listed, baseline).isEmpty()) {
            return null;
        }
        return Outcome.skipped(
                name.subject(),
                Decision.NO_DRIFT,
                "%s is as its baseline has it".formatted(name),
                call.eventId());
    }

    /// Whether what is recorded shows in a list.
    private static boolean isTold(Baseline baseline) {
        Baseline.RecordedRole role = baseline.role();
        return !Drift.LOCKED.equals(baseline.tags().get(Drift.GUARD_TAG))
                && (role == null || role.id() != null);
    }
}
