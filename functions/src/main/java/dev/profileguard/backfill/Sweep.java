package dev.profileguard.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.ProvenanceCache;
import dev.profileguard.sweep.AccountSnapshot;
import dev.profileguard.sweep.SweepRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs rules over subjects, one after the other.
///
/// A change can affect a subject that was evaluated before. Such a subject is evaluated again at
/// once, so that the next sweep has nothing left to do.
final class Sweep {
    /// The time that one subject may need: three waits, and a few throttled calls.
    static final int TIME_FOR_ONE_MILLIS = 60_000;

    private final List<SweepRule> rules;
    private final AccountSnapshot snapshot;
    private final GuardRecordCache baselines;
    private final ProvenanceCache made;
    private final SweepProgress progress;
    private final RuleEvaluator evaluator;

    Sweep(
            List<SweepRule> rules,
            AccountSnapshot snapshot,
            GuardRecordCache baselines,
            ProvenanceCache made,
            SweepProgress progress,
            RuleEvaluator evaluator) {
        this.rules = rules;
        this.snapshot = snapshot;
        this.baselines = baselines;
        this.made = made;
        this.progress = progress;
        this.evaluator = evaluator;
    }

    /// Continues a plan: its items count as done, and what was adopted for it is adopted again.
    void resume(List<Planned> plan) {
        for (Planned item : plan) {
            item.actions().forEach(snapshot::predict);
            progress.markEvaluated(item.target());
        }
        for (GuardRecord record : baselines.all()) {
            Subject profile = new Subject.OfProfile(record.profile());
            rules.stream()
                    .filter(rule -> rule.comesFirst(profile, snapshot, baselines))
                    .forEach(rule -> evaluator.repeat(profile, rule));
        }
    }

    /// Handles the subjects after a position while there is time, at least one.
    ///
    /// @return the position where there was no more time; null: all subjects are handled
    @Nullable Position run(SweepRequest request, Position start, Context context) {
        SweepOrder order =
                new SweepOrder(
                        snapshot,
                        baselines,
                        request::asksFor,
                        this::comesFirst,
                        missingRoles(),
                        start);
        start.again().stream().map(Subject::parse).forEach(this::markEvaluated);
        if (order.isEndless()) {
            progress.endFights();
        }
        boolean mustStop = false;
        while (true) {
            Position position = order.position();
            Subject subject = order.next();
            if (subject == null || mustStop) {
                return subject == null ? null : position;
            }
            sweep(subject, order);
            mustStop = context.getRemainingTimeInMillis() < TIME_FOR_ONE_MILLIS;
        }
    }

    private List<RoleName> missingRoles() {
        return rules.stream().flatMap(rule -> rule.missingRoles(snapshot, made).stream()).toList();
    }

    private boolean comesFirst(Subject profile) {
        return rules.stream().anyMatch(rule -> rule.comesFirst(profile, snapshot, baselines));
    }

    private void markEvaluated(Subject subject) {
        rules.forEach(rule -> progress.markEvaluated(PlanItem.key(rule.name(), subject)));
    }

    private void sweep(Subject subject, SweepOrder order) {
        for (SweepRule rule : rules) {
            if (rule.covers(subject.type())
                    && progress.mayEvaluate(PlanItem.key(rule.name(), subject))) {
                sweep(subject, rule, order);
            }
        }
    }

    /// Evaluates one rule, and makes what its changes affect come again.
    private void sweep(Subject subject, SweepRule rule, SweepOrder order) {
        Baseline before = baseline(subject);
        progress.markSettled(PlanItem.key(rule.name(), subject));
        List<Action> changes = evaluator.evaluate(subject, rule);
        Set<Subject> affected = new LinkedHashSet<>(Affected.by(before, baseline(subject)));
        changes.forEach(action -> affected.addAll(Affected.by(action, snapshot)));
        if (changes.stream().anyMatch(Action.DeleteProfile.class::isInstance)) {
            affected.addAll(progress.overQuota());
        }
        affected.forEach(each ->
                rules.forEach(other -> progress.markAffected(PlanItem.key(other.name(), each))));
        order.addAffected(affected);
    }

    private @Nullable Baseline baseline(Subject subject) {
        return switch (subject) {
            case Subject.OfRole role -> null;
            case Subject.OfProfile profile ->
                    baselines.load(new ProfileName(profile.name().value())).baseline();
        };
    }
}
