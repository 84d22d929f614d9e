package dev.profileguard.lambda;

import dev.profileguard.reconcile.Measurement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The fields that make metrics of a log line: CloudWatch reads them from the log, in its embedded
/// metric format, so that metrics need no call, no library and no line of their own.
///
/// See
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
record MetricFields(String stack, String function, Instant now) {
    static final String NAMESPACE = "ProfileGuard";

    /// The fields for measurements of one outcome; empty: there are none. Several values of a
    /// metric are a list.
    Map<String, Object> of(List<Measurement> measurements) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Map<List<String>, Map<String, Measurement>> directives = new LinkedHashMap<>();
        for (Measurement each : measurements) {
            Map<String, String> dimensions = each.scope().dimensions(stack, function);
            fields.putAll(dimensions);
            fields.merge(each.name(), each.value(), MetricFields::joined);
            directives
                    .computeIfAbsent(
                            List.copyOf(dimensions.keySet()), none -> new LinkedHashMap<>())
                    .put(each.name(), each);
        }
        if (!measurements.isEmpty()) {
            fields.put(
                    "_aws",
                    Map.of(
                            "Timestamp",
                            now.toEpochMilli(),
                            "CloudWatchMetrics",
                            directives.entrySet().stream()
                                    .map(each -> directive(each.getKey(), each.getValue()))
                                    .toList()));
        }
        return fields;
    }

    private static List<Object> joined(Object before, Object more) {
        List<Object> all =
                new ArrayList<>(before instanceof List<?> values ? values : List.of(before));
        all.add(more);
        return all;
    }

    private static Map<String, Object> directive(
            List<String> dimensions, Map<String, Measurement> metrics) {
        return Map.of(
                "Namespace",
                NAMESPACE,
                "Dimensions",
                List.of(dimensions),
                "Metrics",
                metrics.values().stream()
                        .map(each -> Map.of("Name", each.name(), "Unit", each.unit().text()))
                        .toList());
    }
}
