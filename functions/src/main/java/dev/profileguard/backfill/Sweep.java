package dev.profileguard.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.backfill.PlanStore.Planned;
import dev.profileguard.event.LookupKey;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Subject;
import dev.profileguard.reconcile.Read;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.sweep.Affected;
import dev.profileguard.sweep.Foresight;
import dev.profileguard.sweep.KnownAccount;
import dev.profileguard.sweep.SweepRule;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs rules over subjects, one after the other.
///
/// A change can affect a subject that was evaluated before. Such a subject is evaluated again at
/// once, so that the next sweep has nothing left to do.
final class Sweep {
    /// The time that one subject may need: three waits, and a few throttled calls.
    static final int TIME_FOR_ONE_MILLIS = 60_000;

    private final List<SweepRule> rules;
    private final KnownAccount account;
    private final Map<String, Set<Subject>> unsettled;
    private final SweepProgress progress;
    private final RuleEvaluator evaluator;
    private final Foresight foresight;

    /// @param unsettled what has an open finding or a notice that is not sent, by the rule's name
    /// @param foresight begins reads of the next subjects
    Sweep(
            List<SweepRule> rules,
            KnownAccount account,
            Map<String, Set<Subject>> unsettled,
            SweepProgress progress,
            RuleEvaluator evaluator,
            Foresight foresight) {
        this.rules = rules;
        this.account = account;
        this.unsettled = unsettled;
        this.progress = progress;
        this.evaluator = evaluator;
        this.foresight = foresight;
    }

    /// Continues a plan: its items count as done, and what was adopted for it is adopted again.
    void resume(List<Planned> plan) {
        for (Planned item : plan) {
            item.actions().forEach(account.snapshot()::predict);
            progress.markEvaluated(item.target());
        }
        for (GuardRecord record : account.baselines().all()) {
            Subject profile = new Subject.OfProfile(record.profile());
            rules.stream()
                    .filter(rule -> comesFirst(profile, rule))
                    .forEach(rule -> evaluator.repeat(profile, rule));
        }
    }

    /// Handles the subjects after a position while there is time, at least one.
    ///
    /// @return the position where there was no more time; null: all subjects are handled
    @Nullable Position run(SweepRequest request, Position start, Context context) {
        SweepOrder order =
                new SweepOrder(account, request::asksFor, this::comesFirst, this::missing, start);
        start.again().stream().map(Subject::parse).forEach(this::markEvaluated);
        start.failed().forEach(progress::markFailed);
        if (order.isEndless()) {
            progress.endFights();
        }
        boolean mustStop = false;
        while (true) {
            Position position = order.position();
            if (hasTime(context)) {
                foresight.look(order.upcoming(), this::firstReads);
            }
            Subject subject = order.next();
            if (subject == null || mustStop) {
                return subject == null ? null : position.withFailed(failed(position));
            }
            sweep(subject, order);
            foresight.passed(subject);
            mustStop = !hasTime(context);
        }
    }

    /// How many lookups in CloudTrail, by the names of roles and profiles, a rule will make from a
    /// position on, at least. One of the profile and one of a role follow each drift of a baseline.
    int lookups(SweepRule rule, SweepRequest request, Position start) {
        String last = start.after();
        String after = last == null ? "" : last;
        long drifts =
                account.baselines().all().stream()
                        .map(record -> new Subject.OfProfile(record.profile()))
                        .filter(profile -> SweepOrder.keyOfFirst(profile).compareTo(after) > 0)
                        .filter(profile -> request.asksFor(profile.name().value()))
                        .filter(profile -> comesFirst(profile, rule))
                        .count();
        long roles =
                account.snapshot().roles().stream()
                        .map(role -> new Subject.OfRole(role.name()))
                        .filter(role -> role.sortKey().compareTo(after) > 0)
                        .filter(role -> request.asksFor(role.name().value()))
                        .filter(role -> isToEvaluate(role, rule))
                        .flatMap(role -> evaluator.firstReads(role, rule, foresight).stream())
                        .filter(Sweep::isLookup)
                        .count();
        return (int) (2 * drifts + roles);
    }

    private static boolean isLookup(Read<?> read) {
        return read instanceof Read.OfCalls
                || (read instanceof Read.OfHistory(LookupKey key, Instant _)
                        && key.attribute() == LookupKey.Attribute.RESOURCE_NAME);
    }

    private static boolean hasTime(Context context) {
        return context.getRemainingTimeInMillis() >= TIME_FOR_ONE_MILLIS;
    }

    private Set<Read<?>> firstReads(Subject subject) {
        return rules.stream()
                .filter(rule -> isToEvaluate(subject, rule))
                .flatMap(rule -> evaluator.firstReads(subject, rule, foresight).stream())
                .collect(Collectors.toSet());
    }

    private boolean isToEvaluate(Subject subject, SweepRule rule) {
        return covers(rule, subject) && progress.mayEvaluate(PlanItem.key(rule.name(), subject));
    }

    private boolean comesFirst(Subject profile) {
        return rules.stream().anyMatch(rule -> comesFirst(profile, rule));
    }

    private boolean comesFirst(Subject profile, SweepRule rule) {
        return rule.comesFirst(profile, account.snapshot(), account.baselines());
    }

    /// What does not exist any more, but a rule needs it, or there is something left to report.
    private List<Subject> missing() {
        return rules.stream()
                .flatMap(rule -> Stream.concat(needed(rule).stream(), reported(rule).stream()))
                .filter(subject -> !account.contains(subject))
                .toList();
    }

    private List<Subject> needed(SweepRule rule) {
        return rule.missingRoles(account.snapshot(), account.made()).stream()
                .<Subject>map(Subject.OfRole::new)
                .toList();
    }

    private Set<Subject> reported(SweepRule rule) {
        return unsettled.getOrDefault(rule.name(), Set.of());
    }

    private void markEvaluated(Subject subject) {
        rules.forEach(rule -> progress.markEvaluated(PlanItem.key(rule.name(), subject)));
    }

    /// What failed of the subjects that come again.
    private List<String> failed(Position position) {
        return position.again().stream()
                .flatMap(subject ->
                        rules.stream()
                                .map(rule -> PlanItem.key(rule.name(), Subject.parse(subject))))
                .filter(progress::hasFailed)
                .toList();
    }

    private void sweep(Subject subject, SweepOrder order) {
        for (SweepRule rule : rules) {
            if (isToEvaluate(subject, rule)) {
                sweep(subject, rule, order);
            }
        }
    }

    /// Only the rules that need what does not exist evaluate it.
    private boolean covers(SweepRule rule, Subject subject) {
        return rule.covers(subject.type())
                && (account.contains(subject)
                        || reported(rule).contains(subject)
                        || needed(rule).contains(subject));
    }

    /// Evaluates one rule, and makes what its changes affect come again.
    private void sweep(Subject subject, SweepRule rule, SweepOrder order) {
        Baseline before = account.baseline(subject);
        progress.markSettled(PlanItem.key(rule.name(), subject));
        List<Action> changes = evaluator.evaluate(subject, rule);
        Set<Subject> affected = new LinkedHashSet<>(Affected.by(before, account.baseline(subject)));
        changes.forEach(action -> affected.addAll(Affected.by(action, account.snapshot())));
        if (changes.stream().anyMatch(Action.DeleteProfile.class::isInstance)) {
            affected.addAll(progress.overQuota());
        }
        affected.forEach(each ->
                rules.forEach(other -> progress.markAffected(PlanItem.key(other.name(), each))));
        order.addAffected(affected);
    }
}
