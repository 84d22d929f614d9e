package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.CallCount;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import java.util.List;

/// Reports by [PowertoolsReporting], which is loaded at its first use.
public final class LazyReporting implements Reporting {
    private final CallCount calls;

    /// @param calls the calls of the function's clients
    public LazyReporting(CallCount calls) {
        this.calls = calls;
    }

    @Override
    public void report(Context context, InvocationResult result, List<String> warnings) {
        PowertoolsReporting.report(context, result, warnings, calls);
    }

    @Override
    public void measured(Context context, Measurement measurement) {
        PowertoolsReporting.measured(context, measurement);
    }

    @Override
    public void delivered(Context context, DeliveryReport delivery) {
        PowertoolsReporting.delivered(context, delivery);
    }

    @Override
    public void warned(Context context, String warning) {
        PowertoolsReporting.report(
                context, new InvocationResult(List.of()), List.of(warning), calls);
    }

    @Override
    public void forget() {
        calls.takeCalls();
        calls.takeRepeated();
    }
}
