package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.guard;
import static dev.profileguard.sandbox.template.TemplateQueues.deadLetterQueues;
import static dev.profileguard.sandbox.template.TemplateQueues.queueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    @Test
    void everyAlarmNotifiesTheAlarmTopicWhenItStartsAndEnds() {
        String topic = "arn:aws:sns:us-east-1:123456789012:alarms";
        Template template =
                TemplateReader.read(ROOT.resolve("template.yaml"), Map.of("AlarmTopic", topic));

        assertThat(template.alarms())
                .isNotEmpty()
                .allSatisfy(alarm -> {
                    assertThat(alarm.actions()).as(alarm.logicalId()).containsExactly(topic);
                    assertThat(alarm.okActions()).as(alarm.logicalId()).containsExactly(topic);
                });
        assertThat(TEMPLATE.alarms()).allMatch(alarm -> alarm.actions().isEmpty());
    }

    /// CloudWatch looks back a week at most.
    @Test
    void anAlarmAwaitsMoreThanTwoSweepsByDefault() {
        Duration interval =
                TEMPLATE.schedules().stream()
                        .filter(each -> each.target().arn().contains("Sweep"))
                        .map(ScheduleDefinition::rate)
                        .findFirst()
                        .orElseThrow();

        assertThat(TEMPLATE.alarms())
                .filteredOn(alarm -> alarm.logicalId().equals("SweepMissingAlarm"))
                .singleElement()
                .satisfies(alarm ->
                        assertThat(alarm.period().multipliedBy(alarm.periods()))
                                .isGreaterThan(interval.multipliedBy(2)));
    }

    @Test
    void allDeadLetterQueuesHaveAlarms() {
        Set<String> watched =
                TEMPLATE.alarms().stream()
                        .map(alarm -> alarm.dimensions().get("QueueName"))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());

        assertThat(TEMPLATE.rules())
                .flatExtracting(RuleDefinition::targets)
                .allSatisfy(target -> assertThat(target.deadLetters()).isNotNull());
        assertThat(TEMPLATE.sources())
                .allSatisfy(source -> assertThat(queueOf(source).redrive()).isNotNull());
        assertThat(TEMPLATE.functions())
                .allSatisfy(function -> assertThat(function.onFailure()).isNotNull())
                .allSatisfy(function -> assertThat(function.retries()).isEqualTo(2));
        assertThat(deadLetterQueues()).hasSizeGreaterThan(5).isSubsetOf(watched);
    }

    /// The alarm of a queue stays on while letters are in it. This one starts again.
    @Test
    void oneAlarmWatchesTheGrowthOfAllDeadLetterQueues() {
        assertThat(watched(TEMPLATE, "MoreDeadLettersAlarm", "QueueName"))
                .containsAll(deadLetterQueues())
                .hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void alarmsOnThrottlesAndOnDeploymentsWatchAllFunctions() {
        Template gradual =
                TemplateReader.read(
                        ROOT.resolve("template.yaml"),
                        Map.of("DeploymentPreference", "Linear10PercentEvery1Minute"));
        List<String> functions =
                gradual.functions().stream().map(FunctionDefinition::name).toList();

        for (String alarm : List.of("ThrottlesAlarm", "DeploymentAlarm")) {
            assertThat(watched(gradual, alarm, "FunctionName"))
                    .as(alarm)
                    .containsExactlyInAnyOrderElementsOf(functions);
        }
    }

    @Test
    void anUpdateThatIsNotGradualHasNoAlarmOfItsOwn() {
        assertThat(TEMPLATE.alarms())
                .extracting(AlarmDefinition::logicalId)
                .contains("ThrottlesAlarm")
                .doesNotContain("DeploymentAlarm");
    }

    @Test
    void theDeliveryAlarmStandsForTheWholeWayUnlessTheGuardIsOff() {
        assertThat(delivery("observe").metric()).isEqualTo("AnswerSeconds");
        assertThat(delivery("observe").dimensions()).containsEntry("FunctionName", guard().name());
        assertThat(delivery("off").metric()).isEqualTo("DeliverySeconds");
        assertThat(delivery("off").dimensions())
                .containsEntry("FunctionName", function("Canary").name());
    }

    /// So that whoever is woken finds what to do.
    @Test
    void eachAlarmNamesThePageThatHasItsSection() throws IOException {
        String template = Files.readString(ROOT.resolve("template.yaml"));

        assertThat(TEMPLATE.alarms())
                .extracting(AlarmDefinition::logicalId)
                .hasSizeGreaterThan(10)
                .allSatisfy(alarm ->
                        assertThat(headings(ROOT.resolve(pageOf(alarm, template))))
                                .anyMatch(line -> line.matches(".*\\b" + alarm + "\\b.*")));
    }

    /// The values of a dimension, of all metrics of an alarm.
    private static List<String> watched(Template template, String alarm, String dimension) {
        AlarmDefinition found =
                template.alarms().stream()
                        .filter(each -> each.logicalId().equals(alarm))
                        .findFirst()
                        .orElseThrow();
        return Objects.requireNonNull(found.several()).dimensions().stream()
                .map(each -> each.getOrDefault(dimension, ""))
                .toList();
    }

    private static AlarmDefinition delivery(String mode) {
        return TemplateReader.read(ROOT.resolve("template.yaml"), Map.of("GuardMode", mode))
                .alarms()
                .stream()
                .filter(alarm -> alarm.logicalId().equals("DeliveryAlarm"))
                .findFirst()
                .orElseThrow();
    }

    /// The page of the documents that the alarm's description names.
    private static String pageOf(String alarm, String template) {
        return Pattern.compile(
                        "^  %s:\n(?: .*\n)*?      AlarmDescription:[^:]*?(docs/[a-z/-]+[.]md)"
                                .formatted(alarm),
                        Pattern.MULTILINE)
                .matcher(template)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    private static List<String> headings(Path page) throws IOException {
        return Files.readAllLines(page).stream().filter(line -> line.startsWith("#")).toList();
    }
}
