package dev.profileguard.sandbox.http.watch;

import dev.profileguard.sandbox.aws.cloudformation.AlarmDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudwatch.Alarm;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.service.JsonInput;
import dev.profileguard.sandbox.http.service.JsonService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// CloudWatch's DescribeAlarms, for the template's alarms. Their names are as CloudFormation makes
/// them, without the random end.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
///
/// @param states of the definitions, in their order
/// @param permissions finds what a caller may do
public record AlarmOperations(
        List<AlarmDefinition> definitions,
        Supplier<List<Alarm>> states,
        Function<Caller, Authorizer> permissions,
        InstantSource clock) {
    /// CloudWatch in its JSON protocol.
    /// https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
    public JsonService service() {
        return new JsonService(
                "GraniteServiceVersion20100801.",
                "application/x-amz-json-1.0",
                Map.of("DescribeAlarms", this::describe));
    }

    private Map<String, Object> describe(JsonInput input, Origin origin) {
        String refusal =
                permissions
                        .apply(origin.caller())
                        .refusal(
                                "cloudwatch:DescribeAlarms",
                                new Stack(origin.account()).arn("cloudwatch", "alarm:*"));
        if (refusal != null) {
            throw new Refusal(403, "AccessDenied", refusal);
        }
        List<String> names = input.texts("AlarmNames");
        String prefix = input.optional("AlarmNamePrefix");
        String state = input.optional("StateValue");
        List<Alarm> all = states.get();
        List<Map<String, Object>> found =
                IntStream.range(0, definitions.size())
                        .filter(i -> names.isEmpty() || names.contains(name(definitions.get(i))))
                        .filter(i -> prefix == null || name(definitions.get(i)).startsWith(prefix))
                        .filter(i -> state == null || all.get(i).state().name().equals(state))
                        .mapToObj(i ->
                                json(new Stack(origin.account()), definitions.get(i), all.get(i)))
                        .toList();
        return Map.of("MetricAlarms", found, "CompositeAlarms", List.of());
    }

    private static String name(AlarmDefinition alarm) {
        return "%s-%s".formatted(Stack.NAME, alarm.logicalId());
    }

    private Map<String, Object> json(Stack stack, AlarmDefinition definition, Alarm alarm) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("AlarmName", name(definition));
        json.put("AlarmArn", stack.arn("cloudwatch", "alarm:" + name(definition)));
        json.put("ActionsEnabled", true);
        json.put("OKActions", definition.okActions());
        json.put("AlarmActions", definition.actions());
        json.put("StateValue", alarm.state().name());
        json.put("StateReason", alarm.reason());
        json.put("StateUpdatedTimestamp", seconds(clock.instant()));
        json.putAll(metric(definition, definition.several()));
        json.put("EvaluationPeriods", definition.periods());
        json.put("DatapointsToAlarm", definition.toAlarm());
        json.put("Threshold", definition.threshold());
        json.put("ComparisonOperator", spelled(definition.comparison()));
        json.put("TreatMissingData", missing(definition.missing()));
        return json;
    }

    private static Map<String, Object> metric(
            AlarmDefinition alarm, AlarmDefinition.@Nullable Several several) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (several != null) {
            json.put(
                    "Metrics",
                    List.of(
                            Map.of(
                                    "Id",
                                    "all",
                                    "Expression",
                                    several.expression().text(),
                                    "ReturnData",
                                    true)));
            return json;
        }
        json.put("MetricName", alarm.metric());
        json.put("Namespace", alarm.namespace());
        json.put("Statistic", spelled(alarm.statistic()));
        json.put(
                "Dimensions",
                alarm.dimensions().entrySet().stream()
                        .map(each -> Map.of("Name", each.getKey(), "Value", each.getValue()))
                        .toList());
        json.put("Period", alarm.period().toSeconds());
        return json;
    }

    /// As CloudWatch spells a constant, such as `SampleCount`.
    private static String spelled(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    private static String missing(AlarmDefinition.Missing missing) {
        return switch (missing) {
            case BREACHING -> "breaching";
            case NOT_BREACHING -> "notBreaching";
            case IGNORE -> "ignore";
        };
    }
}
