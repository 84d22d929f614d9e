package dev.profileguard.handler;

import dev.profileguard.core.Baseline;
import dev.profileguard.core.Change;
import dev.profileguard.core.ChangedMeanwhileException;
import dev.profileguard.core.Decision;
import dev.profileguard.core.DriftFindings;
import dev.profileguard.core.Finding;
import dev.profileguard.core.Guard;
import dev.profileguard.core.GuardRecord;
import dev.profileguard.core.InstanceProfile;
import dev.profileguard.core.Mode;
import dev.profileguard.core.Observed;
import dev.profileguard.core.Performed;
import dev.profileguard.core.Plan;
import dev.profileguard.core.ProfileName;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.Writer;
import dev.profileguard.state.BaselineStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes a change through the four hops: look, decide, write, remember. When anything moved in
/// between it starts over from looking, a few times; then it throws, so that Lambda tries again
/// later.
final class Reconciler {
    private final Guard guard;
    private final Mode mode;
    private final IamReader reader;
    private final BaselineStore store;
    private final Restoration restoration;
    private final InstantSource clock;
    private final Pause pause;

    Reconciler(Settings settings, Surroundings surroundings) {
        this.guard = settings.guard();
        this.mode = settings.mode();
        this.reader = new IamReader(surroundings.iam());
        this.store = new BaselineStore(surroundings.dynamo(), settings.table());
        this.clock = surroundings.clock();
        this.pause = surroundings.pause();
        Writer writer =
                mode == Mode.ENFORCE ? new IamWriter(surroundings.iam(), reader) : Writer.DRY_RUN;
        this.restoration = new Restoration(reader, writer, clock, pause);
    }

    /// Brings one profile to where it should be.
    ///
    /// @param told takes the outcome; also when this throws, if something was repaired by then
    /// @throws ChangedMeanwhileException when it kept moving
    /// @throws software.amazon.awssdk.core.exception.SdkException when AWS refuses or does not
    ///   answer
    void reconcile(Change change, Consumer<Outcome> told) {
        Progress progress = new Progress(new ArrayList<>(), new ArrayList<>());
        try {
            told.accept(converge(change, progress));
        } catch (RuntimeException e) {
            if (!progress.findings().isEmpty()) {
                String why = "Repaired; what came after it failed: " + e.getMessage();
                told.accept(outcome(change, Decision.REVERT, why, progress, List.of()));
            }
            throw e;
        }
    }

    /// What was done about one change so far, over all looks.
    private record Progress(List<Performed> performed, List<Finding> findings) {}

    private Outcome converge(Change change, Progress progress) {
        String subject = change.profile().subject();
        if (mode == Mode.OFF) {
            return Outcome.skipped(subject, Decision.OFF, "GuardMode is off", change.eventId());
        }
        String untouchable = guard.untouchable(change.profile());
        if (untouchable != null) {
            return Outcome.skipped(subject, Decision.NEVER_TOUCHED, untouchable, change.eventId());
        }
        return pause.untilSettled(() -> attempt(change, progress));
    }

    /// What is remembered of a profile and what IAM shows: two reads. The caller's spelling counts
    /// only for a profile that nobody has seen.
    Observed look(ProfileName name) {
        GuardRecord record = store.load(name);
        InstanceProfile profile = reader.profile(name);
        return new Observed(profile == null ? record : record.spelled(profile.name()), profile);
    }

    private Outcome attempt(Change change, Progress progress) {
        Observed seen = look(change.profile());
        Plan plan = guard.decide(change, seen, clock.instant());
        if (plan.lookAgain()) {
            throw new ChangedMeanwhileException(plan.why());
        }
        if (plan.repair()) {
            repair(change, seen, plan, progress);
            boolean moot = progress.findings().isEmpty();
            return outcome(
                    change,
                    moot ? Decision.NO_DRIFT : plan.decision(),
                    moot ? change.profile() + " was put back meanwhile" : plan.why(),
                    progress,
                    List.of());
        }
        remember(seen.record(), plan.next());
        DriftFindings drifts = new DriftFindings(change, List.of(), null);
        List<Finding> more =
                Stream.concat(plan.findings().stream(), plan.drifts().stream().map(drifts::about))
                        .toList();
        return outcome(change, plan.decision(), plan.why(), progress, more);
    }

    private Outcome outcome(
            Change change, Decision decision, String why, Progress progress, List<Finding> more) {
        return new Outcome(
                change.profile().subject(),
                decision,
                why,
                progress.performed(),
                Stream.concat(progress.findings().stream(), more.stream()).toList(),
                Map.of("mode", mode.text()),
                change.eventId());
    }

    /// Whoever recorded another role while this one was put back has to be looked at again: our own
    /// writes lead to no event that would.
    private void repair(Change change, Observed seen, Plan plan, Progress progress) {
        Restoration.Restored restored = restoration.restore(change, plan, progress.performed());
        progress.findings().addAll(plan.findings());
        progress.findings().addAll(restored.findings());
        try {
            remember(seen.record(), restored.on(plan.next()));
        } catch (ChangedMeanwhileException e) {
            GuardRecord newer = store.load(change.profile());
            remember(newer, restored.on(newer));
            if (!Objects.equals(role(newer), role(plan.next()))) {
                throw e;
            }
        }
    }

    private static Baseline.@Nullable RecordedRole role(GuardRecord record) {
        Baseline baseline = record.baseline();
        return baseline == null ? null : baseline.role();
    }

    private void remember(GuardRecord read, GuardRecord next) {
        if (!next.equals(read)) {
            store.save(next);
        }
    }
}
