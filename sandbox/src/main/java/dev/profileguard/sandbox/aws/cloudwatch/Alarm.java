package dev.profileguard.sandbox.aws.cloudwatch;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// The state of an alarm at one time.
///
/// @param name its logical ID
/// @param reason the values behind the state, for people
public record Alarm(String name, State state, String reason) {
    /// The number of older periods that replace periods without data. CloudWatch does not document
    /// it; its examples have this many.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    private static final int EXTRA_PERIODS = 2;

    /// The states of an alarm.
    public enum State {
        /// Within the threshold.
        OK,
        /// Beyond it.
        ALARM
    }

    /// Evaluates the periods up to now: the latest ones with data. If there are too few, the
    /// definition decides how missing periods count.
    ///
    /// @param samples of the alarm's metric
    public static Alarm of(AlarmDefinition definition, List<Sample> samples, Instant now) {
        return switch (definition.missing()) {
            case BREACHING -> at(definition, samples, now, true);
            case NOT_BREACHING -> at(definition, samples, now, false);
            case IGNORE -> at(definition, samples, last(samples, now), false);
        };
    }

    /// When the latest data came. The state of then lasts.
    private static Instant last(List<Sample> samples, Instant now) {
        return samples.stream().map(Sample::time).max(Comparator.naturalOrder()).orElse(now);
    }

    private static Alarm at(
            AlarmDefinition definition,
            List<Sample> samples,
            Instant now,
            boolean missingBreaches) {
        List<Double> found = new ArrayList<>();
        for (int i = 0; i < definition.periods() + EXTRA_PERIODS; i++) {
            Instant end = now.minus(definition.period().multipliedBy(i));
            valueOf(definition, samples, end).ifPresent(found::add);
        }
        List<Double> evaluated = found.subList(0, Math.min(found.size(), definition.periods()));
        int missing = definition.periods() - evaluated.size();
        long breaching =
                evaluated.stream().filter(definition::breaches).count()
                        + (missingBreaches ? missing : 0);
        boolean alarms = breaching >= definition.toAlarm();
        return new Alarm(
                definition.logicalId(),
                alarms ? State.ALARM : State.OK,
                reason(definition, evaluated, missing));
    }

    /// The value of the period that ends at this time; empty: the period has no data.
    private static OptionalDouble valueOf(
            AlarmDefinition definition, List<Sample> samples, Instant end) {
        Instant begin = end.minus(definition.period());
        double[] values =
                samples.stream()
                        .filter(sample ->
                                sample.time().isAfter(begin) && !sample.time().isAfter(end))
                        .mapToDouble(Sample::value)
                        .toArray();
        DoubleStream all = DoubleStream.of(values);
        return values.length == 0
                ? OptionalDouble.empty()
                : switch (definition.statistic()) {
                    case MINIMUM -> all.min();
                    case MAXIMUM -> all.max();
                    case AVERAGE -> all.average();
                    case SUM -> OptionalDouble.of(all.sum());
                    case SAMPLE_COUNT -> OptionalDouble.of(values.length);
                };
    }

    private static String reason(AlarmDefinition definition, List<Double> evaluated, int missing) {
        String values =
                evaluated.isEmpty()
                        ? "no data"
                        : evaluated.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "%s of %s in %d periods of %s: %s%s (threshold %s)"
                .formatted(
                        measured(definition, definition.several()),
                        definition.metric(),
                        definition.periods(),
                        minutes(definition.period()),
                        values,
                        missing == 0 || evaluated.isEmpty()
                                ? ""
                                : ", %d missing".formatted(missing),
                        definition.threshold());
    }

    private static String measured(
            AlarmDefinition definition, AlarmDefinition.@Nullable Several several) {
        Enum<?> name = several == null ? definition.statistic() : several.expression();
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String minutes(Duration period) {
        return period.toMinutes() + " min";
    }

    /// The alarm as JSON values.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("state", state.name());
        json.put("reason", reason);
        return json;
    }
}
