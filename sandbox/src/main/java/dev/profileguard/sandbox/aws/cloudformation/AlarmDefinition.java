package dev.profileguard.sandbox.aws.cloudformation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A CloudWatch alarm on one metric.
///
/// @param dimensions by name; all of them belong to the metric's identity
/// @param periods how many periods are looked at
/// @param toAlarm how many of them must be beyond the threshold
/// @param missingBreaches whether a period without data counts as one beyond the threshold
/// @param actions ARNs of whom it tells when it begins
/// @param okActions ARNs of whom it tells when it is over
public record AlarmDefinition(
        String logicalId,
        String namespace,
        String metric,
        Map<String, String> dimensions,
        Statistic statistic,
        Duration period,
        int periods,
        int toAlarm,
        Comparison comparison,
        double threshold,
        boolean missingBreaches,
        List<String> actions,
        List<String> okActions) {
    /// What becomes of the numbers of a period.
    public enum Statistic {
        /// The smallest.
        MINIMUM,
        /// The largest.
        MAXIMUM,
        /// All together.
        SUM,
        /// In the middle.
        AVERAGE,
        /// How many there are.
        SAMPLE_COUNT
    }

    /// What is beyond the threshold.
    public enum Comparison {
        /// `>`
        GREATER_THAN_THRESHOLD,
        /// `>=`
        GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        /// `<`
        LESS_THAN_THRESHOLD,
        /// `<=`
        LESS_THAN_OR_EQUAL_TO_THRESHOLD
    }

    /// Whether a period's number is beyond the threshold.
    public boolean breaches(double value) {
        return switch (comparison) {
            case GREATER_THAN_THRESHOLD -> value > threshold;
            case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
            case LESS_THAN_THRESHOLD -> value < threshold;
            case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
        };
    }
}
