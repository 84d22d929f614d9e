package dev.profileguard.sandbox.aws.cloudformation.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition.Comparison;
import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition.Statistic;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmReadingTest {
    @TempDir private Path folder = Path.of(".");

    @Test
    void readsAnAlarmWhoseNumbersComeFromAMapping() {
        Template template = read("long", "X: y");

        assertThat(template.alarms())
                .containsExactly(
                        new AlarmDefinition(
                                "Slow",
                                "Ours",
                                "Seconds",
                                Map.of("FunctionName", "f"),
                                Statistic.SAMPLE_COUNT,
                                Duration.ofHours(1),
                                2,
                                2,
                                Comparison.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
                                1.5,
                                AlarmDefinition.Missing.BREACHING,
                                List.of(),
                                List.of()));
    }

    @Test
    void leavesOutAnAlarmWhoseConditionIsFalse() {
        assertThat(read("off", "X: y").alarms()).isEmpty();
    }

    @Test
    void namesAKeyThatNoMappingHas() {
        assertThatThrownBy(() -> read("unmapped", "X: y"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("The template has no mapping for Lengths, unmapped, Seconds");
    }

    @ParameterizedTest
    @CsvSource({
        "Period, 90, a multiple of 60",
        "EvaluationPeriods, 169, at most a day",
        "EvaluationPeriods, many, a whole number",
        "DatapointsToAlarm, 3, from 1 to EvaluationPeriods",
        "Threshold, none, a number",
        "Statistic, p99, 'one of Minimum, Maximum, Sum, Average, SampleCount'",
        "ComparisonOperator, Above, LessThanOrEqualToThreshold",
        "TreatMissingData, missing, the sandbox has no others"
    })
    void namesAPropertyThatIsWrong(String key, String value, String message) {
        assertThatThrownBy(() -> read("long", key + ": " + value))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(" of Slow must be ")
                .hasMessageContaining(message);
    }

    @Test
    void readsTheSumOfSeveralMetrics() {
        AlarmDefinition alarm = read("long", summed("SUM(METRICS())", "Sum")).alarms().getFirst();

        assertThat(alarm.metric()).isEqualTo("Errors");
        assertThat(alarm.period()).isEqualTo(Duration.ofMinutes(1));
        assertThat(alarm.several())
                .isEqualTo(
                        new AlarmDefinition.Several(
                                AlarmDefinition.Expression.TOTAL,
                                List.of(Map.of("FunctionName", "a"), Map.of("FunctionName", "b"))));
    }

    @Test
    void namesAnExpressionThatItDoesNotHave() {
        assertThatThrownBy(() -> read("long", summed("AVG(METRICS())", "Sum")))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "An expression of Slow must be one of MAX(DIFF(METRICS())),"
                                + " SUM(METRICS()), not 'AVG(METRICS())'");
    }

    /// The largest values of two metrics are not the largest value of their sum.
    @Test
    void sumsOnlySums() {
        assertThatThrownBy(() -> read("long", summed("SUM(METRICS())", "Maximum")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Metrics of Slow must be sums");
    }

    private static String summed(String expression, String statistic) {
        String metric =
                "{Namespace: AWS/Lambda, MetricName: Errors,"
                        + " Dimensions: [{Name: FunctionName, Value: %s}]}";
        String stat = "{MetricStat: {Metric: %s, Period: 60, Stat: %s}}";
        return "Metrics: [{Expression: %s}, %s, %s]"
                .formatted(
                        expression,
                        stat.formatted(metric.formatted("a"), statistic),
                        stat.formatted(metric.formatted("b"), statistic));
    }

    /// A template with one valid alarm, in which one property is replaced.
    private Template read(String length, String property) {
        String good =
                """
                      Namespace: Ours
                      MetricName: Seconds
                      Dimensions: [{Name: FunctionName, Value: f}]
                      Statistic: SampleCount
                      Period: !FindInMap [Lengths, !Ref Length, Seconds]
                      EvaluationPeriods: 2
                      Threshold: 1.5
                      ComparisonOperator: LessThanOrEqualToThreshold
                      TreatMissingData: breaching
                """;
        String key = property.substring(0, property.indexOf(':'));
        String changed =
                good.lines()
                                .filter(line -> !line.strip().startsWith(key + ":"))
                                .reduce("", (all, line) -> all + line + "\n")
                        + "      "
                        + property
                        + "\n";
        Path file = folder.resolve("template.yaml");
        try {
            Files.writeString(file, TEMPLATE + changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TemplateReader.read(file, Map.of("Length", length));
    }

    private static final String TEMPLATE =
            """
            Parameters:
              Length: {Type: String, Default: long}
            Mappings:
              Lengths:
                long: {Seconds: "3600"}
            Conditions:
              On: !Not [!Equals [!Ref Length, "off"]]
            Resources:
              Slow:
                Type: AWS::CloudWatch::Alarm
                Condition: On
                Properties:
            """;
}
