package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.StateMachineDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import dev.profileguard.sandbox.aws.cloudwatch.Metrics;
import dev.profileguard.sandbox.aws.lambda.LambdaService;
import dev.profileguard.sandbox.time.Scheduler;
import dev.profileguard.sandbox.timeline.Timeline;
import dev.profileguard.text.VisibleText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Executes state machines as Step Functions does.
public final class StepFunctions {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<StateMachineDefinition> machines;
    private final Map<String, StateMachine> byArn = new ConcurrentHashMap<>();
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final LambdaService lambda;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final ExecutionLog log;

    /// Reads the definitions of the state machines that a schedule starts. The others are read when
    /// somebody starts them.
    ///
    /// @throws dev.profileguard.sandbox.aws.cloudformation.TemplateException when a definition has
    ///   anything that the sandbox does not execute, naming its location
    public StepFunctions(
            Template template,
            LambdaService lambda,
            Scheduler scheduler,
            InstantSource clock,
            Timeline timeline,
            Metrics metrics) {
        this.machines = template.machines();
        this.lambda = lambda;
        this.scheduler = scheduler;
        this.clock = clock;
        this.log = new ExecutionLog(clock, timeline, metrics);
        template.startedMachines().forEach(each -> machine(each.arn()));
    }

    /// The state machine; null: there is none.
    private @Nullable StateMachine machine(String arn) {
        for (StateMachineDefinition each : machines) {
            if (each.arn().equals(arn)) {
                return byArn.computeIfAbsent(arn, absent -> read(each));
            }
        }
        return null;
    }

    private StateMachine read(StateMachineDefinition machine) {
        return new DefinitionReader(machine, new StateReader(lambda::find)).read();
    }

    /// Whether it executes this state machine.
    public boolean has(String arn) {
        return machines.stream().anyMatch(each -> each.arn().equals(arn));
    }

    /// Starts an execution soon, with a name of its own.
    ///
    /// @param arn of a state machine that it has
    /// @param input JSON
    /// @throws IllegalArgumentException when there is no such state machine, or the input is no
    ///   JSON
    public void start(String arn, String input) {
        start(arn, UUID.randomUUID().toString(), input);
    }

    /// Starts an execution soon.
    ///
    /// @param name no other execution has it
    ExecutionRecord start(String arn, String name, String input) {
        StateMachine machine = machine(arn);
        if (machine == null) {
            throw new IllegalArgumentException("There is no state machine " + arn);
        }
        JsonNode data = data(input);
        ExecutionRecord record = new ExecutionRecord(machine, name, input, clock);
        Execution execution = new Execution(machine, record, lambda, scheduler, clock, log);
        synchronized (executions) {
            executions.put(record.arn(), execution);
        }
        scheduler.in(Duration.ZERO, () -> execution.begin(data));
        return record;
    }

    /// The ARN that an execution has, or would have.
    String executionArn(String arn, String name) {
        return Objects.requireNonNull(machine(arn)).executionArn(name);
    }

    /// The execution with this ARN; null: there is none.
    @Nullable Execution execution(String arn) {
        synchronized (executions) {
            return executions.get(arn);
        }
    }

    /// All executions, newest first.
    List<ExecutionRecord> executions() {
        synchronized (executions) {
            return executions.values().stream().map(Execution::kept).toList().reversed();
        }
    }

    private static JsonNode data(String input) {
        try {
            return JSON.readTree(input);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The input is no JSON: " + VisibleText.excerpt(input), e);
        }
    }
}
