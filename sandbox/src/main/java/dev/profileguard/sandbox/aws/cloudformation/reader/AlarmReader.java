package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads `AWS::CloudWatch::Alarm`, as far as the sandbox supports it: one metric, or one expression
/// on several, and one statistic.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
///
/// @param id the alarm's logical ID
/// @param properties resolved
record AlarmReader(String id, Map<String, Object> properties) {
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    private static final int MOST_METRICS = 10;

    private static final int AN_HOUR = 3_600;
    private static final int A_DAY = 86_400;
    private static final int A_WEEK = 604_800;

    AlarmDefinition read() {
        return properties.containsKey("Metrics") ? ofSeveral() : alarm(null);
    }

    /// The metrics of the expression have the name, period and statistic of the first one.
    private AlarmDefinition ofSeveral() {
        AlarmDefinition.Expression expression = null;
        List<Map<String, Object>> stats = new ArrayList<>();
        for (Object each : TemplateNode.list(properties.get("Metrics"))) {
            Map<String, Object> query = TemplateNode.map(each);
            if (query.containsKey("MetricStat")) {
                stats.add(TemplateNode.map(query, "MetricStat"));
            } else {
                expression = expression(TemplateNode.text(query, "Expression", ""));
            }
        }
        if (expression == null) {
            throw invalid("Metrics", "with an expression");
        }
        if (stats.isEmpty() || stats.size() > MOST_METRICS) {
            throw invalid("Metrics", "from 1 to %d metrics".formatted(MOST_METRICS));
        }
        Map<String, Object> one = new LinkedHashMap<>(properties);
        one.put("Period", stats.getFirst().get("Period"));
        one.put("Statistic", stats.getFirst().get("Stat"));
        if (expression == AlarmDefinition.Expression.TOTAL && !"Sum".equals(one.get("Statistic"))) {
            throw invalid("Metrics", "sums, if the expression is their sum");
        }
        Map<String, Object> metric = TemplateNode.map(stats.getFirst(), "Metric");
        one.put("Namespace", metric.get("Namespace"));
        one.put("MetricName", metric.get("MetricName"));
        return new AlarmReader(id, one)
                .alarm(
                        new AlarmDefinition.Several(
                                expression,
                                stats.stream()
                                        .map(stat -> dimensions(TemplateNode.map(stat, "Metric")))
                                        .toList()));
    }

    private AlarmDefinition.Expression expression(String text) {
        AlarmDefinition.Expression[] all = AlarmDefinition.Expression.values();
        return Arrays.stream(all)
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new TemplateException(
                                "An expression of %s must be one of %s, not '%s'"
                                        .formatted(
                                                id,
                                                Arrays.stream(all)
                                                        .map(AlarmDefinition.Expression::text)
                                                        .collect(Collectors.joining(", ")),
                                                text)));
    }

    private AlarmDefinition alarm(AlarmDefinition.@Nullable Several several) {
        int seconds = number("Period", 60);
        int periods = number("EvaluationPeriods", 1);
        int longest = seconds < AN_HOUR ? A_DAY : A_WEEK;
        if (seconds < 60 || seconds % 60 != 0 || periods < 1 || seconds * periods > longest) {
            throw invalid("Period", "a multiple of 60, and at most a day with EvaluationPeriods");
        }
        int toAlarm = number("DatapointsToAlarm", periods);
        if (toAlarm < 1 || toAlarm > periods) {
            throw invalid("DatapointsToAlarm", "from 1 to EvaluationPeriods");
        }
        return new AlarmDefinition(
                id,
                TemplateNode.text(properties, "Namespace", ""),
                TemplateNode.text(properties, "MetricName", ""),
                dimensions(properties),
                constant("Statistic", AlarmDefinition.Statistic.values()),
                Duration.ofSeconds(seconds),
                periods,
                toAlarm,
                constant("ComparisonOperator", AlarmDefinition.Comparison.values()),
                threshold(),
                missing(),
                TemplateNode.texts(properties.get("AlarmActions")),
                TemplateNode.texts(properties.get("OKActions")),
                several);
    }

    private static Map<String, String> dimensions(Map<String, Object> metric) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (Object each : TemplateNode.list(metric.get("Dimensions"))) {
            Map<String, Object> dimension = TemplateNode.map(each);
            dimensions.put(
                    TemplateNode.text(dimension, "Name", ""),
                    TemplateNode.text(dimension, "Value", ""));
        }
        return dimensions;
    }

    private AlarmDefinition.Missing missing() {
        return switch (TemplateNode.text(properties, "TreatMissingData", "missing")) {
            case "breaching" -> AlarmDefinition.Missing.BREACHING;
            case "notBreaching" -> AlarmDefinition.Missing.NOT_BREACHING;
            case "ignore" -> AlarmDefinition.Missing.IGNORE;
            default ->
                    throw invalid(
                            "TreatMissingData",
                            "breaching, notBreaching or ignore: the sandbox has no others");
        };
    }

    private double threshold() {
        try {
            return Double.parseDouble(TemplateNode.text(properties, "Threshold", ""));
        } catch (NumberFormatException e) {
            throw invalid("Threshold", "a number");
        }
    }

    private int number(String key, int absent) {
        try {
            return TemplateNode.number(properties, key, absent);
        } catch (NumberFormatException e) {
            throw invalid(key, "a whole number");
        }
    }

    /// The constant with this name in CloudWatch's spelling, such as `SampleCount`.
    private <E extends Enum<E>> E constant(String key, E[] values) {
        String value = TemplateNode.text(properties, key, "");
        return Arrays.stream(values)
                .filter(each -> each.name().replace("_", "").equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> invalid(key, "one of " + names(values)));
    }

    private static <E extends Enum<E>> String names(E[] values) {
        return Arrays.stream(values)
                .map(value ->
                        Arrays.stream(value.name().split("_", -1))
                                .map(word ->
                                        word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(", "));
    }

    private TemplateException invalid(String key, String expected) {
        return new TemplateException(
                "%s of %s must be %s, not '%s'"
                        .formatted(key, id, expected, TemplateNode.text(properties, key, "")));
    }
}
