package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.StateMachineDefinition;
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

/// Executes state machines as Step Functions does.
public final class StepFunctions {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, StateMachine> byArn = new LinkedHashMap<>();
    private final LambdaService lambda;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final ExecutionLog log;

    /// Reads all definitions.
    ///
    /// @throws dev.profileguard.sandbox.aws.cloudformation.TemplateException when a definition has
    ///   anything that the sandbox does not execute, naming its location
    public StepFunctions(
            List<StateMachineDefinition> machines,
            LambdaService lambda,
            Scheduler scheduler,
            InstantSource clock,
            Timeline timeline,
            Metrics metrics) {
        this.lambda = lambda;
        this.scheduler = scheduler;
        this.clock = clock;
        this.log = new ExecutionLog(clock, timeline, metrics);
        for (StateMachineDefinition machine : machines) {
            byArn.put(
                    machine.arn(),
                    new DefinitionReader(machine, new StateReader(lambda::find)).read());
        }
    }

    /// Whether it executes this state machine.
    public boolean has(String arn) {
        return byArn.containsKey(arn);
    }

    /// Starts an execution soon.
    ///
    /// @param arn of a state machine that it has
    /// @param input JSON
    /// @throws IllegalArgumentException when there is no such state machine, or the input is no
    ///   JSON
    public void start(String arn, String input) {
        StateMachine machine = byArn.get(arn);
        if (machine == null) {
            throw new IllegalArgumentException("There is no state machine " + arn);
        }
        JsonNode data = data(input);
        scheduler.in(
                Duration.ZERO,
                () -> new Execution(machine, lambda, scheduler, clock, log).begin(data));
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
