package dev.profileguard.sweep.result;

import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all invocations of a sweep found, as far as its end needs it.
///
/// Not thread-safe.
public final class SweepTally {
    private final FailureReasons reasons;
    private int critical;
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
        outcome.findings()
                .forEach(finding -> {
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

    /// The tally as JSON values, for the cursor.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("failures", reasons.json());
        json.put("critical", critical);
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
        read.critical = map.get("critical") instanceof Integer count ? count : 0;
        read.provisional = map.get("provisional") instanceof Integer count ? count : 0;
        return read;
    }
}
