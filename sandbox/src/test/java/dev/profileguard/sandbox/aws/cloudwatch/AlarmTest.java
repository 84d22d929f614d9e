package dev.profileguard.sandbox.aws.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition.Comparison;
import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition.Missing;
import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition.Statistic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tables are CloudWatch's own:
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
class AlarmTest {
    @ParameterizedTest
    @CsvSource({
        "0-X-X, OK, OK",
        "0----, OK, OK",
        "-----, ALARM, OK",
        "0XX-X, ALARM, ALARM",
        "----X, ALARM, OK"
    })
    void threeOfThreeAreAsInCloudWatchsTable(String data, String breaching, String notBreaching) {
        assertThat(state(3, Missing.BREACHING, data)).isEqualTo(breaching);
        assertThat(state(3, Missing.NOT_BREACHING, data)).isEqualTo(notBreaching);
    }

    @ParameterizedTest
    @CsvSource({
        "0-X-X, ALARM, ALARM",
        "00X0X, ALARM, ALARM",
        "0-X--, ALARM, OK",
        "----0, ALARM, OK",
        "----X, ALARM, OK"
    })
    void twoOfThreeAreAsInCloudWatchsTable(String data, String breaching, String notBreaching) {
        assertThat(state(2, Missing.BREACHING, data)).isEqualTo(breaching);
        assertThat(state(2, Missing.NOT_BREACHING, data)).isEqualTo(notBreaching);
    }

    @ParameterizedTest
    @CsvSource({"MINIMUM, 1", "MAXIMUM, 6", "SUM, 9", "AVERAGE, 3", "SAMPLE_COUNT, 3"})
    void appliesTheStatisticToAllSamplesOfThePeriod(Statistic statistic, double value) {
        List<Sample> samples = List.of(sample(1, 6), sample(2, 2), sample(3, 1), sample(6, 100));

        assertThat(alarm(statistic, Comparison.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, value, samples))
                .isEqualTo("ALARM");
        assertThat(alarm(statistic, Comparison.GREATER_THAN_THRESHOLD, value, samples))
                .isEqualTo("OK");
        assertThat(alarm(statistic, Comparison.LESS_THAN_OR_EQUAL_TO_THRESHOLD, value, samples))
                .isEqualTo("ALARM");
        assertThat(alarm(statistic, Comparison.LESS_THAN_THRESHOLD, value, samples))
                .isEqualTo("OK");
    }

    /// The state lasts that the last data gave.
    @ParameterizedTest
    @CsvSource({
        "-----, OK",
        "X----, OK",
        "XXX----------, ALARM",
        "XXX------0, OK",
        "0------XXX, ALARM"
    })
    void keepsItsStateWithoutDataIfMissingDataAreIgnored(String data, String state) {
        assertThat(state(3, Missing.IGNORE, data)).isEqualTo(state);
    }

    @Test
    void statesTheValuesBehindTheState() {
        Alarm alarm = Alarm.of(definition(3, Missing.BREACHING), samples("X----"), NOW);

        assertThat(alarm.json())
                .containsEntry("name", "Slow")
                .containsEntry("state", "ALARM")
                .containsEntry(
                        "reason",
                        "minimum of DeliverySeconds in 3 periods of 5 min: 9.0, 2 missing"
                                + " (threshold 5.0)");
    }

    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
    private static final Duration PERIOD = Duration.ofMinutes(5);

    private static String state(int toAlarm, Missing missing, String data) {
        return Alarm.of(definition(toAlarm, missing), samples(data), NOW).state().name();
    }

    private static AlarmDefinition definition(int toAlarm, Missing missing) {
        return new AlarmDefinition(
                "Slow",
                "ProfileGuard",
                "DeliverySeconds",
                Map.of(),
                Statistic.MINIMUM,
                PERIOD,
                3,
                toAlarm,
                Comparison.GREATER_THAN_THRESHOLD,
                5,
                missing,
                List.of(),
                List.of());
    }

    private static String alarm(
            Statistic statistic, Comparison comparison, double threshold, List<Sample> samples) {
        AlarmDefinition definition =
                new AlarmDefinition(
                        "One",
                        "ProfileGuard",
                        "DeliverySeconds",
                        Map.of(),
                        statistic,
                        PERIOD,
                        1,
                        1,
                        comparison,
                        threshold,
                        Missing.NOT_BREACHING,
                        List.of(),
                        List.of());
        return Alarm.of(definition, samples, NOW).state().name();
    }

    private static Sample sample(int minutesAgo, double value) {
        return new Sample(NOW.minus(Duration.ofMinutes(minutesAgo)), value);
    }

    /// One character for each period, the latest last: within the threshold, breaching, or without
    /// data.
    private static List<Sample> samples(String data) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < data.length(); i++) {
            char each = data.charAt(i);
            if (each != '-') {
                int periodsAgo = data.length() - 1 - i;
                samples.add(sample(5 * periodsAgo + 1, each == 'X' ? 9 : 1));
            }
        }
        return samples;
    }
}
