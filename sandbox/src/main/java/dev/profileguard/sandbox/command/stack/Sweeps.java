package dev.profileguard.sandbox.command.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/// Starts and follows executions of the stack's state machine, which invokes Backfill until the
/// whole account is done. An execution does not need the process that started it.
public final class Sweeps implements AutoCloseable {
    private static final String OUTPUT = "SweepLoop";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /// The latest events in which the answer of the last invocation is looked for: one round has
    /// fewer, and a retry adds some.
    private static final int LATEST_EVENTS = 50;

    private final DeployedStack stack;
    private final SfnClient states;
    private boolean historyIsDenied;

    private Sweeps(DeployedStack stack, SfnClient states) {
        this.stack = stack;
        this.states = states;
    }

    static Sweeps of(DeployedStack stack) {
        return new Sweeps(stack, stack.aws().client(SfnClient.builder(), "SFN", PATIENCE));
    }

    /// Starts a sweep.
    ///
    /// @param mode of Backfill, such as `plan`
    /// @param rules empty: all
    /// @param names globs; empty: all
    /// @return the ARN of the execution
    /// @throws StackException when it cannot be started
    public String start(String mode, List<String> rules, List<String> names) {
        return start(Requests.sweep(mode, rules, names));
    }

    /// Starts to apply a plan.
    ///
    /// @return the ARN of the execution
    /// @throws StackException when it cannot be started
    public String apply(String plan) {
        return start(Requests.apply(plan));
    }

    private String start(String request) {
        String machine = stack.requiredOutput(OUTPUT);
        try {
            return states.startExecution(call -> call.stateMachineArn(machine).input(request))
                    .executionArn();
        } catch (SdkException e) {
            throw AwsFailure.of(e, "states:StartExecution", machine);
        }
    }

    /// Waits until an execution ends.
    ///
    /// @param latest takes Backfill's latest answer now and then
    /// @throws StackException when Step Functions does not say how it goes on
    public SweepResult follow(String execution, Consumer<JsonNode> latest) {
        Duration wait = FIRST_WAIT;
        while (true) {
            DescribeExecutionResponse now = describe(execution);
            if (now.status() != ExecutionStatus.RUNNING) {
                return result(now);
            }
            latest.accept(latestAnswer(execution));
            pause(wait);
            wait = wait.multipliedBy(2);
            wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        }
    }

    private DescribeExecutionResponse describe(String execution) {
        try {
            return states.describeExecution(call -> call.executionArn(execution));
        } catch (SdkException e) {
            throw AwsFailure.of(e, "states:DescribeExecution", execution);
        }
    }

    /// The output of an execution that succeeded is Backfill's last answer.
    private SweepResult result(DescribeExecutionResponse ended) {
        boolean succeeded = ended.status() == ExecutionStatus.SUCCEEDED;
        JsonNode answer =
                succeeded
                        ? Answer.of("Backfill", String.valueOf(ended.output()), null).json()
                        : latestAnswer(ended.executionArn());
        return new SweepResult(
                ended.executionArn(),
                ended.statusAsString(),
                answer,
                ended.error(),
                ended.cause(),
                ended.startDate(),
                ended.stopDate());
    }

    /// Backfill's last answer so far; missing: none, or the history may not be read.
    private JsonNode latestAnswer(String execution) {
        if (historyIsDenied) {
            return MissingNode.getInstance();
        }
        try {
            return states
                    .getExecutionHistory(call ->
                            call.executionArn(execution)
                                    .reverseOrder(true)
                                    .maxResults(LATEST_EVENTS))
                    .events()
                    .stream()
                    .filter(each -> each.type() == HistoryEventType.TASK_SUCCEEDED)
                    .findFirst()
                    .map(Sweeps::answer)
                    .orElse(MissingNode.getInstance());
        } catch (SdkException e) {
            historyIsDenied = true;
            return MissingNode.getInstance();
        }
    }

    private static JsonNode answer(HistoryEvent event) {
        String output = event.taskSucceededEventDetails().output();
        return Answer.of("Backfill", String.valueOf(output), null).json().path("Payload");
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        states.close();
    }
}
