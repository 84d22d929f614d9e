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
