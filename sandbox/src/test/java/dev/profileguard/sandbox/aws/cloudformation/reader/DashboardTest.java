package dev.profileguard.sandbox.aws.cloudformation.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.guard.rule.GuardDecision;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.rotation.rule.RotationDecision;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.TableDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {
    @Test
    void eachMetricIsWrittenByAFunctionOrByAwsAboutAResourceOfTheStack() throws IOException {
        Set<Metric> known = new HashSet<>(written());
        known.addAll(ofAws());

        List<Metric> shown = shown("15");

        assertThat(shown).hasSizeGreaterThan(100).allMatch(known::contains);
    }

    @Test
    void allThatTheFunctionsWriteIsShownWhereItCanHappen() throws IOException {
        Set<String> names = new TreeSet<>();
        shown("15").stream()
                .filter(each -> each.namespace().equals("ProfileGuard"))
                .forEach(each -> names.add(each.name()));

        assertThat(written()).extracting(Metric::name).allMatch(names::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"15", "off"})
    void eachAlarmIsShown(String canary) throws IOException {
        Set<String> arns = new TreeSet<>();
        for (JsonNode widget : widgets(canary)) {
            widget.at("/properties/alarms").forEach(arn -> arns.add(arn.asText()));
        }

        assertThat(arns)
                .containsExactlyInAnyOrderElementsOf(
                        template(canary).alarms().stream()
                                .map(alarm ->
                                        Stack.DEFAULT.arn(
                                                "cloudwatch",
                                                "alarm:%s-%s"
                                                        .formatted(Stack.NAME, alarm.logicalId())))
                                .toList());
    }

    @Test
    void noWidgetCoversAnother() throws IOException {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode widget : widgets("15")) {
            int right = widget.path("x").asInt() + widget.path("width").asInt();
            int bottom = widget.path("y").asInt() + widget.path("height").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (int x = widget.path("x").asInt(); x < right; x++) {
                for (int y = widget.path("y").asInt(); y < bottom; y++) {
                    assertThat(taken.add(List.of(x, y))).as(widget.toString()).isTrue();
                }
            }
        }
    }

    @Test
    void logsComeFromLogGroupsOfTheStack() throws IOException {
        Set<String> groups = names(resources().ofType("AWS::Logs::LogGroup").keySet());
        List<String> sources = new ArrayList<>();
        for (JsonNode widget : widgets("15")) {
            SOURCE.matcher(widget.at("/properties/query").asText(""))
                    .results()
                    .forEach(source -> sources.add(source.group(1)));
        }

        assertThat(sources).isNotEmpty().allMatch(groups::contains);
    }

    @Test
    void savedQueriesAskTheLogsOfAllFunctions() {
        Template template = template("15");
        Set<String> groups = new TreeSet<>();
        template.functions().forEach(each -> groups.add(each.logicalId() + "Logs"));

        Map<String, Map<String, Object>> queries = resources().ofType("AWS::Logs::QueryDefinition");

        assertThat(queries.values())
                .hasSize(5)
                .allSatisfy(query ->
                        assertThat(
                                        TemplateNode.list(
                                                TemplateNode.map(
                                                                intrinsics("15").resolveMap(query),
                                                                "Properties")
                                                        .get("LogGroupNames")))
                                .containsExactlyInAnyOrderElementsOf(names(groups)));
    }

    /// The template with a log group that is encrypted by a key, and kept for a year.
    @Test
    void allLogsHaveTheRetentionAndTheKeyOfTheParameters() {
        String key = "arn:aws:kms:us-east-1:123456789012:key/1";
        Map<String, String> given = Map.of("LogRetentionDays", "365", "LogKmsKey", key);
        Map<String, Object> tree = TemplateText.read(FILE);
        Resources resources = new Resources(Stack.DEFAULT, TemplateNode.map(tree, "Resources"));
        Intrinsics intrinsics = Intrinsics.of(tree, Parameters.of(tree, given), resources);

        assertThat(resources.ofType("AWS::Logs::LogGroup").values())
                .hasSize(9)
                .allSatisfy(group -> {
                    Map<String, Object> properties =
                            intrinsics.resolveMap(TemplateNode.map(group, "Properties"));
                    assertThat(String.valueOf(properties.get("RetentionInDays"))).isEqualTo("365");
                    assertThat(properties).containsEntry("KmsKeyId", key);
                });
    }

    private record Metric(String namespace, String name, Map<String, String> dimensions) {}

    private static final Path FILE = Path.of("../template.yaml");
    private static final Pattern SOURCE = Pattern.compile("SOURCE '(.*?)'");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    private static final List<String> OF_FUNCTIONS =
            List.of("Errors", "Throttles", "ConcurrentExecutions", "Duration");

    /// https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
    private static final List<String> OF_MACHINES =
            List.of(
                    "ExecutionsStarted",
                    "ExecutionsSucceeded",
                    "ExecutionsFailed",
                    "ExecutionsTimedOut",
                    "ExecutionsAborted",
                    "ExecutionTime");

    ///
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    private static final List<String> OF_QUEUES =
            List.of("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage");

    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    private static final List<String> OF_TABLES =
            List.of("ReadThrottleEvents", "WriteThrottleEvents");

    private static Template template(String canary) {
        return TemplateReader.read(FILE, Map.of("CanaryMinutes", canary));
    }

    private static Intrinsics intrinsics(String canary) {
        Map<String, Object> tree = TemplateText.read(FILE);
        return Intrinsics.of(
                tree, Parameters.of(tree, Map.of("CanaryMinutes", canary)), resources());
    }

    private static Resources resources() {
        return new Resources(Stack.DEFAULT, TemplateNode.map(TemplateText.read(FILE), "Resources"));
    }

    private static Set<String> names(Collection<String> ids) {
        Set<String> names = new TreeSet<>();
        ids.forEach(id -> names.add(intrinsics("15").name(id)));
        return names;
    }

    private static JsonNode widgets(String canary) throws IOException {
        Map<String, Object> dashboard =
                resources().ofType("AWS::CloudWatch::Dashboard").values().iterator().next();
        Map<String, Object> properties =
                TemplateNode.map(intrinsics(canary).resolveMap(dashboard), "Properties");
        return JSON.readTree(TemplateNode.text(properties, "DashboardBody", "")).path("widgets");
    }

    private static List<Metric> shown(String canary) throws IOException {
        List<Metric> shown = new ArrayList<>();
        for (JsonNode widget : widgets(canary)) {
            widget.at("/properties/metrics").forEach(each -> shown.add(metric(each)));
        }
        return shown;
    }

    private static Metric metric(JsonNode row) {
        Map<String, String> dimensions = new HashMap<>();
        for (int i = 2; i + 1 < row.size(); i += 2) {
            dimensions.put(row.get(i).asText(), row.get(i + 1).asText());
        }
        return new Metric(row.get(0).asText(), row.get(1).asText(), dimensions);
    }

    /// What the code of the functions writes, whatever happens.
    private static Set<Metric> written() {
        List<Measurement> measurements = new ArrayList<>();
        for (Outcome outcome : outcomes()) {
            measurements.addAll(
                    new InvocationResult(List.of(outcome))
                            .since(Instant.EPOCH, Instant.EPOCH)
                            .measurements());
        }
        Stream.of(Measurement.UNDELIVERED_FINDINGS, "DeliveryFaults", "SweepFailures")
                .map(name -> Measurement.ofStack(name, 1))
                .forEach(measurements::add);
        Stream.of(
                        "AnswerSeconds",
                        "DeliverySeconds",
                        "FunctionsUnavailable",
                        Measurement.SWEPT_SUBJECTS)
                .map(name -> new Measurement(name, 1, Measurement.Unit.COUNT))
                .forEach(measurements::add);
        Set<Metric> written = new HashSet<>();
        for (FunctionDefinition function : template("15").functions()) {
            measurements.stream()
                    .map(each ->
                            new Metric(
                                    "ProfileGuard",
                                    each.name(),
                                    each.scope()
                                            .dimensions(
                                                    function.environment()
                                                            .getOrDefault(
                                                                    "POWERTOOLS_SERVICE_NAME", ""),
                                                    function.name())))
                    .forEach(written::add);
        }
        return written;
    }

    private static List<Outcome> outcomes() {
        PerformedAction done =
                new PerformedAction(
                        new Action.TagProfile(new ProfileName("p"), Tags.NONE), Effect.DONE);
        List<Outcome> all = new ArrayList<>();
        for (Decision decision :
                List.of(GuardDecision.NO_DRIFT, Decision.Common.FAILED, RotationDecision.REFUSED)) {
            all.add(outcome(decision, List.of(), List.of()));
        }
        for (Kind kind : Kind.values()) {
            Finding finding = new Finding(kind, "s", "1", "", "", List.of(), List.of(), "e");
            all.add(outcome(GuardDecision.REVERT, List.of(), List.of(finding)));
            all.add(outcome(GuardDecision.REVERT, List.of(done), List.of(finding)));
        }
        return all;
    }

    private static Outcome outcome(
            Decision decision, List<PerformedAction> actions, List<Finding> findings) {
        return new Outcome.Answered("s", decision, "", actions, findings, Map.of(), "e");
    }

    private static Set<Metric> ofAws() {
        Template template = template("15");
        Set<Metric> all = new HashSet<>();
        template.functions()
                .forEach(each -> add(all, "AWS/Lambda", OF_FUNCTIONS, "FunctionName", each.name()));
        template.machines()
                .forEach(
                        each -> add(all, "AWS/States", OF_MACHINES, "StateMachineArn", each.arn()));
        for (QueueDefinition each : template.queues()) {
            add(all, "AWS/SQS", OF_QUEUES, "QueueName", each.name());
        }
        for (TableDefinition each : template.tables()) {
            add(all, "AWS/DynamoDB", OF_TABLES, "TableName", each.name());
        }
        return all;
    }

    private static void add(
            Set<Metric> all, String namespace, List<String> names, String key, String value) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        dimensions.put(key, value);
        names.forEach(name -> all.add(new Metric(namespace, name, dimensions)));
    }
}
