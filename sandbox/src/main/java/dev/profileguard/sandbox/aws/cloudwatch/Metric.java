package dev.profileguard.sandbox.aws.cloudwatch;

import java.util.Map;

/// The identity of a metric. The same name with other dimensions is another metric.
///
/// @param namespace such as `ProfileGuard`
/// @param name such as `DeliverySeconds`
public record Metric(String namespace, String name, Map<String, String> dimensions) {
    /// Takes a copy.
    public Metric {
        dimensions = Map.copyOf(dimensions);
    }
}
