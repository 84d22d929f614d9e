package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import java.util.List;

/// Reports by [PowertoolsReporting], which is loaded at its first use.
final class LazyReporting implements Reporting {
    @Override
    public void report(Context context, InvocationResult result, List<String> warnings) {
        PowertoolsReporting.report(context, result, warnings);
    }

    @Override
    public void measured(Context context, Measurement measurement) {
        PowertoolsReporting.measured(context, measurement);
    }

    @Override
    public void delivered(Context context, DeliveryReport delivery) {
        PowertoolsReporting.delivered(context, delivery);
    }
}
