package dev.profileguard.sandbox.aws.stepfunctions;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Step Functions as callers reach it: executions of the template's state machines, in the stack's
/// region. CloudTrail records the calls that change something. The errors are those that [moto
/// checks against AWS](https://github.com/getmoto/moto/tree/master/tests/test_stepfunctions).
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
public final class ExecutionCalls {
    private static final Pattern NAME =
            Pattern.compile("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}]{1,80}");

    private final StepFunctions machines;
    private final Function<Caller, Authorizer> authorizers;
    private final RecordedService service;

    /// The calls of all callers.
    ///
    /// @param authorizers says what a caller may do
    public ExecutionCalls(
            StepFunctions machines,
            Function<Caller, Authorizer> authorizers,
            InstantSource clock,
            Trail trail) {
        this.machines = machines;
        this.authorizers = authorizers;
        this.service = new RecordedService("states", ErrorSpelling.UNCHANGED, clock, trail);
    }

    /// StartExecution. It runs when the call has returned.
    ///
    /// @param name null: Step Functions makes one
    /// @param input JSON; null: an empty object
    /// @throws AwsServiceException `StateMachineDoesNotExist`, `ExecutionAlreadyExists`,
    ///   `InvalidName`, `InvalidExecutionInput`, `InvalidArn` or `AccessDeniedException`
    public ExecutionRecord start(
            Origin origin, String machine, @Nullable String name, @Nullable String input) {
        String given = name == null ? UUID.randomUUID().toString() : name;
        return service.call(
                origin,
                "StartExecution",
                Map.of("stateMachineArn", machine, "name", given),
                () -> {
                    require(origin, "states:StartExecution", machine);
                    requireMachine(origin, machine);
                    return start(machine, given, input == null ? "{}" : input);
                },
                started -> Map.of("executionArn", started.arn()));
    }

    /// StopExecution.
    ///
    /// @throws AwsServiceException `ExecutionDoesNotExist`, `InvalidArn` or `AccessDeniedException`
    public ExecutionRecord stop(
            Origin origin, String arn, @Nullable String error, @Nullable String cause) {
        return service.call(
                origin,
                "StopExecution",
                Map.of("executionArn", arn),
                () -> {
                    Execution execution = execution(origin, "states:StopExecution", arn);
                    execution.stop(error, cause);
                    return execution.kept();
                },
                stopped -> Map.of());
    }

    /// DescribeExecution.
    ///
    /// @throws AwsServiceException as above
    public ExecutionRecord describe(Origin origin, String arn) {
        return execution(origin, "states:DescribeExecution", arn).kept();
    }

    /// GetExecutionHistory, oldest first.
    ///
    /// @throws AwsServiceException as above
    public List<HistoryEvent> history(Origin origin, String arn) {
        return execution(origin, "states:GetExecutionHistory", arn).kept().events();
    }

    /// ListExecutions, newest first.
    ///
    /// @param status such as `RUNNING`; null: all
    /// @throws AwsServiceException `StateMachineDoesNotExist`, `InvalidArn` or
    ///   `AccessDeniedException`
    public List<ExecutionRecord> list(Origin origin, String machine, @Nullable String status) {
        require(origin, "states:ListExecutions", machine);
        requireMachine(origin, machine);
        return machines.executions().stream()
                .filter(each -> each.machineArn().equals(machine))
                .filter(each -> status == null || each.status().name().equals(status))
                .toList();
    }

    /// The same name and input as those of a running execution start nothing.
    private synchronized ExecutionRecord start(String machine, String name, String input) {
        if (!NAME.matcher(name).matches()) {
            throw service.refusal("InvalidName", "Invalid Name: '%s'".formatted(name));
        }
        String arn = machines.executionArn(machine, name);
        Execution existing = machines.execution(arn);
        if (existing == null) {
            return begin(machine, name, input);
        }
        ExecutionRecord kept = existing.kept();
        if (!kept.isRunning() || !kept.input().equals(input)) {
            throw service.refusal(
                    "ExecutionAlreadyExists", "Execution Already Exists: '%s'".formatted(arn));
        }
        return kept;
    }

    private ExecutionRecord begin(String machine, String name, String input) {
        try {
            return machines.start(machine, name, input);
        } catch (IllegalArgumentException e) {
            throw service.refusal(
                    "InvalidExecutionInput",
                    "Invalid State Machine Execution Input: '%s'".formatted(e.getMessage()));
        }
    }

    private Execution execution(Origin origin, String action, String arn) {
        require(origin, action, arn);
        requireType(arn, "execution");
        Execution execution = home(origin) ? machines.execution(arn) : null;
        if (execution == null) {
            throw service.refusal(
                    "ExecutionDoesNotExist", "Execution Does Not Exist: '%s'".formatted(arn));
        }
        return execution;
    }

    private void requireMachine(Origin origin, String arn) {
        requireType(arn, "stateMachine");
        if (!home(origin) || !machines.has(arn)) {
            throw service.refusal(
                    "StateMachineDoesNotExist",
                    "State Machine Does Not Exist: '%s'".formatted(arn));
        }
    }

    private void requireType(String arn, String type) {
        String[] parts = arn.split(":", 7);
        if (parts.length < 7 || !arn.startsWith("arn:") || !parts[2].equals("states")) {
            throw service.refusal(
                    "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: %s'".formatted(arn));
        }
        if (!parts[5].equals(type)) {
            throw service.refusal(
                    "InvalidArn",
                    "Invalid Arn: 'Resource type not valid in this context: %s'"
                            .formatted(parts[5]));
        }
    }

    private static boolean home(Origin origin) {
        return origin.region().equals(Stack.REGION);
    }

    private void require(Origin origin, String action, String resource) {
        String refusal = authorizers.apply(origin.caller()).refusal(action, resource);
        if (refusal != null) {
            throw service.refusal("AccessDeniedException", refusal);
        }
    }
}
