package dev.profileguard.sandbox.http.organization;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.service.JsonInput;
import dev.profileguard.sandbox.http.service.JsonService;
import dev.profileguard.sandbox.organization.SweepAll;
import dev.profileguard.sandbox.organization.SweepRun;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Step Functions with the state machine that sweeps all accounts. An execution has one map run.
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html
record SweepOperations(SweepAll sweepAll) {
    JsonService service() {
        return new JsonService(
                "AWSStepFunctions.",
                "application/x-amz-json-1.0",
                Map.of(
                        "StartExecution", this::start,
                        "DescribeExecution", this::describe,
                        "ListMapRuns", this::mapRuns,
                        "DescribeMapRun", this::mapRun));
    }

    private Map<String, Object> start(JsonInput input, Origin origin) {
        String machine = input.text("stateMachineArn");
        if (!machine.equals(sweepAll.arn())) {
            throw new Refusal(
                    400,
                    "StateMachineDoesNotExist",
                    "State Machine Does Not Exist: '%s'".formatted(machine));
        }
        String name = input.optional("name");
        String mode = mode(input);
        SweepRun run = name == null ? sweepAll.start(null, mode) : named(name, mode);
        return Map.of("executionArn", run.arn(), "startDate", seconds(run.began()));
    }

    /// The same name and input as those of a running execution start nothing.
    private SweepRun named(String name, String mode) {
        String arn =
                "%s:%s".formatted(sweepAll.arn().replace(":stateMachine:", ":execution:"), name);
        SweepRun existing = sweepAll.run(arn).orElse(null);
        if (existing == null) {
            return sweepAll.start(name, mode);
        }
        if (existing.ended() != null || !existing.mode().equals(mode)) {
            throw new Refusal(
                    400, "ExecutionAlreadyExists", "Execution Already Exists: '%s'".formatted(arn));
        }
        return existing;
    }

    private static String mode(JsonInput input) {
        String text = input.optional("input");
        try {
            Map<String, Object> given = JSON.std.mapFrom(text == null ? "{}" : text);
            return given.containsKey("mode") ? String.valueOf(given.get("mode")) : "sweep";
        } catch (IOException e) {
            throw new Refusal(
                    400,
                    "InvalidExecutionInput",
                    "Invalid State Machine Execution Input: 'no JSON'");
        }
    }

    private Map<String, Object> describe(JsonInput input, Origin origin) {
        SweepRun run = run(input.text("executionArn"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("executionArn", run.arn());
        json.put("stateMachineArn", sweepAll.arn());
        json.put("name", run.name());
        json.put("input", run.input());
        json.put("startDate", seconds(run.began()));
        Instant ended = run.ended();
        String error = run.error();
        if (ended == null) {
            json.put("status", "RUNNING");
        } else if (error == null) {
            json.put("status", "SUCCEEDED");
            json.put("output", "{\"accounts\":%d}".formatted(run.accounts()));
        } else {
            json.put("status", "FAILED");
            json.put("error", error);
            json.put("cause", run.cause());
        }
        if (ended != null) {
            json.put("stopDate", seconds(ended));
        }
        return json;
    }

    private Map<String, Object> mapRuns(JsonInput input, Origin origin) {
        SweepRun run = run(input.text("executionArn"));
        return Map.of(
                "mapRuns",
                List.of(
                        Map.of(
                                "executionArn", run.arn(),
                                "mapRunArn", mapRunArn(run),
                                "stateMachineArn", sweepAll.arn(),
                                "startDate", seconds(run.began()))));
    }

    private Map<String, Object> mapRun(JsonInput input, Origin origin) {
        String arn = input.text("mapRunArn");
        SweepRun run = run(arn.replace(":mapRun:", ":execution:").replace("/Accounts:", ":"));
        int failed = run.failed().size();
        int done = run.sweeps().size();
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("pending", run.accounts() - done);
        counts.put("running", 0);
        counts.put("succeeded", done - failed);
        counts.put("failed", failed);
        counts.put("timedOut", 0);
        counts.put("aborted", 0);
        counts.put("total", run.accounts());
        counts.put("resultsWritten", done);
        return Map.of(
                "mapRunArn",
                arn,
                "executionArn",
                run.arn(),
                "status",
                run.ended() == null ? "RUNNING" : "SUCCEEDED",
                "startDate",
                seconds(run.began()),
                "maxConcurrency",
                20,
                "toleratedFailurePercentage",
                100.0,
                "toleratedFailureCount",
                0,
                "itemCounts",
                counts,
                "executionCounts",
                counts);
    }

    /// The machine and the label of the map, then the name of the execution.
    private static String mapRunArn(SweepRun run) {
        String before = run.arn().substring(0, run.arn().lastIndexOf(':'));
        return "%s/Accounts:%s".formatted(before.replace(":execution:", ":mapRun:"), run.name());
    }

    private SweepRun run(String arn) {
        return sweepAll.run(arn)
                .orElseThrow(() ->
                        new Refusal(
                                400,
                                "ExecutionDoesNotExist",
                                "Execution Does Not Exist: '%s'".formatted(arn)));
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
