package dev.profileguard.sweep.result;

import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Finding.Severity;
import dev.profileguard.iam.Effect;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.trend.SweptPoint;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What all invocations of a sweep found, as far as its end needs it.
///
/// Not thread-safe.
public final class SweepTally {
    private static final Set<Effect> OPEN =
            EnumSet.complementOf(EnumSet.of(Effect.DONE, Effect.ALREADY));

    private final FailureReasons reasons;
    private int critical;
    private int warnings;
    private int done;
    private int open;
    private int provisional;

    /// Nothing was found yet.
    public SweepTally() {
        this(new FailureReasons());
    }

    private SweepTally(FailureReasons reasons) {
        this.reasons = reasons;
    }

    /// Counts an outcome.
    ///
    /// @param rule the rule's name in requests, such as `guard`
    public void add(String rule, Outcome outcome) {
        reasons.add(rule, outcome);
        outcome.actions()
                .forEach(action -> {
                    done += action.effect() == Effect.DONE ? 1 : 0;
                    open += OPEN.contains(action.effect()) ? 1 : 0;
                });
        outcome.findings()
                .forEach(finding -> {
                    warnings += finding.kind().severity() == Severity.WARNING ? 1 : 0;
                    critical += finding.kind().isCritical() ? 1 : 0;
                    provisional += finding.kind() == Kind.BASELINE_PROVISIONAL ? 1 : 0;
                });
    }

    /// Why rules failed, as texts for people.
    public List<String> reasons() {
        return reasons.described();
    }

    /// What alarms have to know at the end of a sweep. A zero ends an alarm.
    public List<Measurement> measurements() {
        return List.of(
                Measurement.ofStack(InvocationResult.CRITICAL_FINDINGS, critical),
                Measurement.ofStack(InvocationResult.PROVISIONAL_BASELINES, provisional));
    }

    /// What the trend keeps.
    ///
    /// @param failed how often a rule failed for a role or profile
    public SweptPoint point(Instant time, int failed) {
        return new SweptPoint(time, done, open, critical, warnings, failed);
    }

    /// The tally as JSON values, for the cursor.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("failures", reasons.json());
        json.put("critical", critical);
        json.put("warnings", warnings);
        json.put("done", done);
        json.put("open", open);
        json.put("provisional", provisional);
        return json;
    }

    /// Reads [#json()].
    ///
    /// @param json another value: an earlier version made the cursor, so nothing is known
    public static SweepTally read(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> map)) {
            return new SweepTally();
        }
        SweepTally read = new SweepTally(FailureReasons.read(map.get("failures")));
        read.critical = count(map, "critical");
        read.warnings = count(map, "warnings");
        read.done = count(map, "done");
        read.open = count(map, "open");
        read.provisional = count(map, "provisional");
        return read;
    }

    private static int count(Map<?, ?> map, String name) {
        return map.get(name) instanceof Integer count ? count : 0;
    }
}
