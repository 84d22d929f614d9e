package dev.profileguard.sweep.result;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.FindingRecord;
import dev.profileguard.lambda.LazyFindingDelivery;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is logged, measured and reported when a sweep went through everything.
///
/// @param call the sweep's own call
public record SweepEnd(
        Context context, Platform platform, LazyFindingDelivery delivery, Call call) {
    /// The metric: how often a rule failed for a role or profile. Each sweep of the whole account
    /// that ends writes it, also a zero, so that its absence means that no sweep ended.
    public static final String SWEEP_FAILURES = "SweepFailures";

    /// The metric: the number of things that keep events from the functions.
    public static final String DELIVERY_FAULTS = "DeliveryFaults";

    /// Reports the end.
    ///
    /// @param mode of the sweep, such as `sweep`
    /// @param evaluated the number of outcomes for roles and profiles
    /// @param failed how often a rule failed for a role or profile
    /// @param isWhole whether the sweep covered the whole account; if not, only its failures are
    ///   logged
    /// @param checked null: not checked
    public void report(
            String mode,
            int evaluated,
            int failed,
            SweepTally tally,
            boolean isWhole,
            @Nullable CheckedDelivery checked) {
        Outcome swept = new SweepOutcomes(call).swept(failed, tally.reasons(), isWhole);
        if (swept.isFailed()) {
            log(List.of(swept));
        }
        if (isWhole) {
            measure(Measurement.ofStack(SWEEP_FAILURES, failed));
            tally.measurements().forEach(this::measure);
            deliver(List.of(swept));
        }
        int faults = isWhole && checked != null ? report(checked.now()) : 0;
        if (isWhole) {
            new StatusReport(context, platform, delivery)
                    .send(new AccountStatus.Swept(mode, evaluated, failed, call.time()), faults);
        }
    }

    /// @return the number of faults
    private int report(List<DeliveryCheck> checks) {
        SweepOutcomes outcomes = new SweepOutcomes(call);
        int count = (int) checks.stream().filter(DeliveryCheck::isFault).count();
        measure(Measurement.ofStack(DELIVERY_FAULTS, count));
        List<Outcome> all = checks.stream().map(outcomes::checked).toList();
        List<Outcome> faults = all.stream().filter(each -> !each.findings().isEmpty()).toList();
        if (!faults.isEmpty()) {
            log(faults);
        }
        deliver(all);
        deliver(gone(checks).stream().map(outcomes::works).toList());
        return count;
    }

    /// What has an open finding, but is not checked any more, such as a rule that the stack had
    /// under another name.
    private List<String> gone(List<DeliveryCheck> checks) {
        Set<String> subjects =
                checks.stream().map(DeliveryCheck::subject).collect(Collectors.toSet());
        subjects.add("account/" + call.account());
        return delivery.unsettled().stream()
                .filter(record -> record.rule() == Rule.BACKFILL)
                .map(FindingRecord::subject)
                .filter(Predicate.not(subjects::contains))
                .toList();
    }

    private void log(List<Outcome> outcomes) {
        platform.reporting().report(context, new InvocationResult(outcomes), List.of());
    }

    private void deliver(List<Outcome> outcomes) {
        delivery.deliver(context, Rule.BACKFILL, new InvocationResult(outcomes));
    }

    private void measure(Measurement measurement) {
        platform.reporting().measured(context, measurement);
    }
}
