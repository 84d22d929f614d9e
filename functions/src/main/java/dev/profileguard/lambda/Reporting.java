package dev.profileguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import java.util.List;

/// Logs results and emits metrics, after the writes of an invocation.
@FunctionalInterface
public interface Reporting {
    /// Reports the result of one invocation.
    ///
    /// @param warnings about the function's settings; empty except in the first invocation of an
    ///   execution environment
    void report(Context context, InvocationResult result, List<String> warnings);

    /// Emits a measurement of a function, in addition to the counts of the result. Called before
    /// [#report].
    default void measured(Context context, Measurement measurement) {}

    /// Reports the result of delivering findings.
    default void delivered(Context context, DeliveryReport delivery) {}

    /// Logs what somebody should know of, although nothing failed because of it.
    default void warned(Context context, String warning) {}

    /// Forgets what was counted so far, such as the calls before Lambda took its snapshot.
    default void forget() {}
}
