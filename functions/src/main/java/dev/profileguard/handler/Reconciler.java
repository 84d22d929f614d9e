package dev.profileguard.handler;

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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
    /// @throws ChangedMeanwhileException when it kept moving
    /// @throws software.amazon.awssdk.core.exception.SdkException when AWS refuses or does not
    ///   answer
    Outcome reconcile(Change change) {
        String subject = "instance-profile/" + change.profile();
        if (mode == Mode.OFF) {
            return Outcome.skipped(subject, Decision.OFF, "GuardMode is off", change.eventId());
        }
        String untouchable = guard.untouchable(change.profile());
        if (untouchable != null) {
            return Outcome.skipped(subject, Decision.NEVER_TOUCHED, untouchable, change.eventId());
        }
        List<Performed> performed = new ArrayList<>();
        for (Duration time : Pause.BETWEEN_LOOKS) {
            try {
                return attempt(subject, change, performed);
            } catch (ChangedMeanwhileException e) {
                pause.await(time);
            }
        }
        return attempt(subject, change, performed);
    }

    /// What is remembered of a profile and what IAM shows: two reads. The caller's spelling counts
    /// only for a profile that nobody has seen.
    Observed look(ProfileName name) {
        GuardRecord record = store.load(name);
        InstanceProfile profile = reader.profile(name);
        return new Observed(profile == null ? record : record.spelled(profile.name()), profile);
    }

    private Outcome attempt(String subject, Change change, List<Performed> performed) {
        Observed seen = look(change.profile());
        Plan plan = guard.decide(change, seen, clock.instant());
        if (plan.lookAgain()) {
            throw new ChangedMeanwhileException(plan.why());
        }
        List<Finding> findings =
                plan.repair() ? repair(change, seen, plan, performed) : report(change, seen, plan);
        return new Outcome(
                subject,
                plan.decision(),
                plan.why(),
                performed,
                Stream.concat(plan.findings().stream(), findings.stream()).toList(),
                Map.of("mode", mode.text()),
                change.eventId());
    }

    private List<Finding> report(Change change, Observed seen, Plan plan) {
        remember(seen.record(), plan.next());
        DriftFindings findings = new DriftFindings(change, List.of(), null);
        return plan.drifts().stream().map(findings::about).toList();
    }

    private List<Finding> repair(
            Change change, Observed seen, Plan plan, List<Performed> performed) {
        Restoration.Restored restored = restoration.restore(change, plan, performed);
        try {
            remember(seen.record(), restored.on(plan.next()));
        } catch (ChangedMeanwhileException e) {
            GuardRecord newer = store.load(change.profile());
            remember(newer, restored.on(newer));
        }
        return restored.findings();
    }

    private void remember(GuardRecord read, GuardRecord next) {
        if (!next.equals(read)) {
            store.save(next);
        }
    }
}
