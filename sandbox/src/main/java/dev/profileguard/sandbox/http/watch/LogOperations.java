package dev.profileguard.sandbox.http.watch;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.service.JsonInput;
import dev.profileguard.sandbox.http.service.JsonService;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// FilterLogEvents and DescribeLogGroups of CloudWatch Logs. The sandbox's functions write no log:
/// a log group has one line for each invocation in the timeline, with its level, outcome and
/// decision.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
///
/// @param permissions finds what a caller may do
public record LogOperations(
        List<FunctionDefinition> functions,
        Timeline timeline,
        Function<Caller, Authorizer> permissions) {
    private static final String OK = "ok";

    /// Words that all have to be in a line. Other patterns are refused.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    private static final Pattern WORDS = Pattern.compile("[\\w\\s-]*");

    /// CloudWatch Logs in its JSON protocol.
    public JsonService service() {
        return new JsonService(
                "Logs_20140328.",
                Map.of("FilterLogEvents", this::filter, "DescribeLogGroups", this::groups));
    }

    private Map<String, Object> groups(JsonInput input, Origin origin) {
        require(origin, "logs:DescribeLogGroups", "*");
        String prefix = input.optional("logGroupNamePrefix");
        return Map.of(
                "logGroups",
                functions.stream()
                        .map(FunctionDefinition::logGroup)
                        .filter(name -> prefix == null || name.startsWith(prefix))
                        .map(name ->
                                Map.of(
                                        "logGroupName",
                                        name,
                                        "arn",
                                        arn(origin, name),
                                        "retentionInDays",
                                        90))
                        .toList());
    }

    private Map<String, Object> filter(JsonInput input, Origin origin) {
        String group = input.text("logGroupName");
        require(origin, "logs:FilterLogEvents", arn(origin, group));
        FunctionDefinition function =
                functions.stream()
                        .filter(each -> each.logGroup().equals(group))
                        .findFirst()
                        .orElseThrow(() ->
                                new Refusal(
                                        400,
                                        "ResourceNotFoundException",
                                        "The specified log group does not exist."));
        String pattern = input.optional("filterPattern");
        List<String> words = words(pattern == null ? "" : pattern);
        long from = milliseconds(input, "startTime", Long.MIN_VALUE);
        long to = milliseconds(input, "endTime", Long.MAX_VALUE);
        return Map.of(
                "events",
                lines(function)
                        .filter(line -> words.stream().allMatch(line.message()::contains))
                        .filter(line -> line.time() >= from && line.time() < to)
                        .map(Line::json)
                        .toList(),
                "searchedLogStreams",
                List.of());
    }

    private static List<String> words(String pattern) {
        if (!WORDS.matcher(pattern).matches()) {
            throw new Refusal(
                    400,
                    "InvalidParameterException",
                    "The sandbox takes only words as filter pattern, which all have to be in a"
                            + " line");
        }
        return Stream.of(pattern.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static long milliseconds(JsonInput input, String name, long absent) {
        return input.values().get(name) instanceof Number number ? number.longValue() : absent;
    }

    private Stream<Line> lines(FunctionDefinition function) {
        return timeline.byTime().stream()
                .filter(entry -> entry.kind() == Entry.Kind.INVOCATION)
                .filter(entry -> function.logicalId().equals(entry.function()))
                .map(LogOperations::line);
    }

    private static Line line(Entry entry) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("timestamp", entry.time().toString());
        boolean failed =
                !OK.equals(entry.outcome()) || String.valueOf(entry.detail()).startsWith("failed");
        json.put("level", failed ? "ERROR" : "INFO");
        json.put("message", failed ? "%s %s".formatted(entry.outcome(), text(entry)) : text(entry));
        json.put("event_id", entry.eventId());
        try {
            return new Line(entry.time().toEpochMilli(), JSON.std.asString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Entry entry) {
        return entry.detail() == null ? String.valueOf(entry.subject()) : entry.detail();
    }

    private void require(Origin origin, String action, String resource) {
        String refusal = permissions.apply(origin.caller()).refusal(action, resource);
        if (refusal != null) {
            throw new Refusal(400, "AccessDeniedException", refusal);
        }
    }

    private static String arn(Origin origin, String group) {
        return new Stack(origin.account()).arn("logs", "log-group:%s:*".formatted(group));
    }

    private record Line(long time, String message) {
        Map<String, Object> json() {
            return Map.of(
                    "logStreamName",
                    "sandbox",
                    "timestamp",
                    time,
                    "ingestionTime",
                    time,
                    "message",
                    message,
                    "eventId",
                    Long.toString(time));
        }
    }
}
