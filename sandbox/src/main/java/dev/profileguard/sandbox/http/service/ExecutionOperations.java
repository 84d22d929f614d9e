package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.stepfunctions.ExecutionCalls;
import dev.profileguard.sandbox.aws.stepfunctions.ExecutionRecord;
import dev.profileguard.sandbox.aws.stepfunctions.HistoryEvent;
import dev.profileguard.sandbox.http.message.Refusal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The operations of Step Functions on executions.
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
public record ExecutionOperations(ExecutionCalls calls) {
    private static final int MOST = 1000;
    private static final int DEFAULT_MOST = 100;

    /// Step Functions in its JSON protocol.
    public static JsonService service(ExecutionCalls calls) {
        ExecutionOperations operations = new ExecutionOperations(calls);
        return new JsonService(
                "AWSStepFunctions.",
                "application/x-amz-json-1.0",
                Map.of(
                        "StartExecution", operations::start,
                        "DescribeExecution", operations::describe,
                        "ListExecutions", operations::list,
                        "GetExecutionHistory", operations::history,
                        "StopExecution", operations::stop));
    }

    private Map<String, Object> start(JsonInput input, Origin origin) {
        ExecutionRecord started =
                calls.start(
                        origin,
                        input.text("stateMachineArn"),
                        input.optional("name"),
                        input.optional("input"));
        return Map.of("executionArn", started.arn(), "startDate", seconds(started.started()));
    }

    private Map<String, Object> stop(JsonInput input, Origin origin) {
        ExecutionRecord stopped =
                calls.stop(
                        origin,
                        input.text("executionArn"),
                        input.optional("error"),
                        input.optional("cause"));
        ExecutionRecord.End end = stopped.end();
        return Map.of("stopDate", seconds(end == null ? stopped.started() : end.time()));
    }

    private Map<String, Object> describe(JsonInput input, Origin origin) {
        ExecutionRecord execution = calls.describe(origin, input.text("executionArn"));
        Map<String, Object> json = summary(execution);
        json.put("input", execution.input());
        json.put("inputDetails", Map.of("included", true));
        ExecutionRecord.End end = execution.end();
        if (end != null && end.output() != null) {
            json.put("output", end.output());
            json.put("outputDetails", Map.of("included", true));
        }
        put(json, "error", end == null ? null : end.error());
        put(json, "cause", end == null ? null : end.cause());
        json.put("redriveCount", 0);
        return json;
    }

    private Map<String, Object> list(JsonInput input, Origin origin) {
        return page(
                input,
                "executions",
                calls.list(origin, input.text("stateMachineArn"), input.optional("statusFilter")),
                ExecutionOperations::summary);
    }

    private Map<String, Object> history(JsonInput input, Origin origin) {
        List<HistoryEvent> events = calls.history(origin, input.text("executionArn"));
        boolean data =
                input.values().get("includeExecutionData") == null
                        || input.flag("includeExecutionData");
        return page(
                input,
                "events",
                input.flag("reverseOrder") ? events.reversed() : events,
                event -> json(event, data));
    }

    private static Map<String, Object> summary(ExecutionRecord execution) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("executionArn", execution.arn());
        json.put("stateMachineArn", execution.machineArn());
        json.put("name", execution.name());
        json.put("status", execution.status().name());
        json.put("startDate", seconds(execution.started()));
        ExecutionRecord.End end = execution.end();
        if (end != null) {
            json.put("stopDate", seconds(end.time()));
        }
        return json;
    }

    /// @param data whether inputs and outputs are part of it
    private static Map<String, Object> json(HistoryEvent event, boolean data) {
        Map<String, Object> details = new LinkedHashMap<>(event.details());
        for (String name : List.of("input", "output")) {
            if (details.containsKey(name)) {
                details.put(name + "Details", Map.of("truncated", false));
            }
        }
        if (!data) {
            details.keySet().removeAll(List.of("input", "output", "parameters"));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("timestamp", seconds(event.time()));
        json.put("type", event.type());
        json.put("id", event.id());
        json.put("previousEventId", event.id() - 1);
        if (!details.isEmpty()) {
            json.put(event.detailsName(), details);
        }
        return json;
    }

    private static <T> Map<String, Object> page(
            JsonInput input, String name, List<T> all, Function<T, Map<String, Object>> json) {
        int given = input.number("maxResults", 0);
        int most = given == 0 ? DEFAULT_MOST : Math.min(MOST, given);
        int start = start(input.optional("nextToken"), all.size());
        int end = Math.min(all.size(), start + most);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, all.subList(start, end).stream().map(json).toList());
        if (end < all.size()) {
            page.put("nextToken", Integer.toString(end));
        }
        return page;
    }

    private static int start(@Nullable String token, int size) {
        if (token == null) {
            return 0;
        }
        if (!token.matches("\\d{1,9}") || Integer.parseInt(token) > size) {
            throw new Refusal(400, "InvalidToken", "Invalid Token: '%s'".formatted(token));
        }
        return Integer.parseInt(token);
    }

    private static void put(Map<String, Object> json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
