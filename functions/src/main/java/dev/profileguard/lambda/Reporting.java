package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import java.util.List;

/// Hears what an invocation came to, after its effects: logs and metrics go out from here.
@FunctionalInterface
public interface Reporting {
    /// One invocation's result.
    ///
    /// @param warnings what people should know of the function's settings; empty but for the first
    ///   invocation of an execution environment
    void report(Context context, InvocationResult result, List<String> warnings);

    /// A number of its own that a function measured, beside what is counted of each result. Told
    /// before the result.
    default void measured(Context context, Measurement measurement) {}

    /// What became of the findings that were sent to people.
    default void delivered(Context context, DeliveryReport delivery) {}
}
