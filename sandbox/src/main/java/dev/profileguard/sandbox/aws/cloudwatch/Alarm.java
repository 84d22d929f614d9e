package dev.profileguard.sandbox.aws.cloudwatch;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// What an alarm says at one time.
///
/// @param name its logical ID
/// @param reason why, as a sentence for people
public record Alarm(String name, State state, String reason) {
    /// Missing periods are made up for by older ones, as far as CloudWatch looks back. How far is
    /// its own affair; so many periods more are in its examples.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    private static final int LOOKS_BACK = 2;

    /// What an alarm can say.
    public enum State {
        /// Within the threshold.
        OK,
        /// Beyond it.
        ALARM
    }

    /// Looks at the periods that end now: of those with data the latest, and where there are too
    /// few, what a missing one counts for.
    ///
    /// @param samples of the alarm's metric
    public static Alarm of(AlarmDefinition definition, List<Sample> samples, Instant now) {
        List<Double> found = new ArrayList<>();
        for (int i = 0; i < definition.periods() + LOOKS_BACK; i++) {
            Instant end = now.minus(definition.period().multipliedBy(i));
            valueOf(definition, samples, end).ifPresent(found::add);
        }
        List<Double> looked = found.subList(0, Math.min(found.size(), definition.periods()));
        int missing = definition.periods() - looked.size();
        long breaching =
                looked.stream().filter(definition::breaches).count()
                        + (definition.missingBreaches() ? missing : 0);
        boolean alarms = breaching >= definition.toAlarm();
        return new Alarm(
                definition.logicalId(),
                alarms ? State.ALARM : State.OK,
                reason(definition, looked, missing));
    }

    /// A period's number; empty: it has none. The window slides: it ends at any time.
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

    private static String reason(AlarmDefinition definition, List<Double> looked, int missing) {
        String values =
                looked.isEmpty()
                        ? "no data"
                        : looked.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "%s of %s in %d periods of %s: %s%s (threshold %s)"
                .formatted(
                        definition.statistic().name().toLowerCase(Locale.ROOT),
                        definition.metric(),
                        definition.periods(),
                        written(definition.period()),
                        values,
                        missing == 0 || looked.isEmpty() ? "" : ", %d missing".formatted(missing),
                        definition.threshold());
    }

    private static String written(Duration period) {
        return period.toMinutes() + " min";
    }

    /// As JSON values, in reading order.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("state", state.name());
        json.put("reason", reason);
        return json;
    }
}
