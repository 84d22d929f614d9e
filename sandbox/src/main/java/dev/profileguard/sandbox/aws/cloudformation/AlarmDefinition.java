package dev.profileguard.sandbox.aws.cloudformation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A CloudWatch alarm on one metric, or on an expression of several.
///
/// @param dimensions by name; all of them belong to the metric's identity
/// @param periods the number of periods that are evaluated
/// @param toAlarm how many of them must breach the threshold
/// @param missing how a period without data counts
/// @param actions ARNs that are notified when the alarm starts
/// @param okActions ARNs that are notified when the alarm ends
/// @param several null: it is on one metric
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
        Missing missing,
        List<String> actions,
        List<String> okActions,
        @Nullable Several several) {
    /// An alarm on one metric.
    public AlarmDefinition(
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
            Missing missing,
            List<String> actions,
            List<String> okActions) {
        this(
                logicalId,
                namespace,
                metric,
                dimensions,
                statistic,
                period,
                periods,
                toAlarm,
                comparison,
                threshold,
                missing,
                actions,
                okActions,
                null);
    }

    /// Several metrics of the same name, and what is made of them.
    ///
    /// @param dimensions of each metric
    public record Several(Expression expression, List<Map<String, String>> dimensions) {
        /// Takes a copy.
        public Several {
            dimensions = List.copyOf(dimensions);
        }
    }

    /// The expressions that the sandbox has, of those of metric math.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
    public enum Expression {
        /// By how much the metric that grew most grew within a period.
        LARGEST_INCREASE("MAX(DIFF(METRICS()))"),
        /// The sum of all metrics.
        TOTAL("SUM(METRICS())");

        private final String text;

        Expression(String text) {
            this.text = text;
        }

        /// As CloudWatch has it.
        public String text() {
            return text;
        }
    }

    /// How a period without data counts.
    public enum Missing {
        /// It breaches the threshold.
        BREACHING,
        /// It does not.
        NOT_BREACHING,
        /// The alarm keeps the state that the last data gave it.
        IGNORE
    }

    /// How the samples of a period become one value.
    public enum Statistic {
        /// The smallest sample.
        MINIMUM,
        /// The largest sample.
        MAXIMUM,
        /// The sum of the samples.
        SUM,
        /// The mean of the samples.
        AVERAGE,
        /// The number of samples.
        SAMPLE_COUNT
    }

    /// Which values breach the threshold.
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

    /// Whether a period's value breaches the threshold.
    public boolean breaches(double value) {
        return switch (comparison) {
            case GREATER_THAN_THRESHOLD -> value > threshold;
            case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
            case LESS_THAN_THRESHOLD -> value < threshold;
            case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
        };
    }
}
