package dev.profileguard.sandbox.command.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.MapRunItemCounts;

/// Starts and follows executions of the state machine that starts the sweep of each account. It
/// writes which it could not start into the bucket of the central stack.
/// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
public final class OrganizationSweeps implements AutoCloseable {
    private static final String MACHINE = "SweepAll";
    private static final String BUCKET = "Artifacts";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /// Its own error after it went through all accounts.
    private static final String SOME_FAILED = "AccountsNotSwept";

    private final DeployedStack stack;
    private final SfnClient states;
    private final S3Client objects;

    private OrganizationSweeps(DeployedStack stack, SfnClient states, S3Client objects) {
        this.stack = stack;
        this.states = states;
        this.objects = objects;
    }

    static OrganizationSweeps of(DeployedStack stack) {
        AwsAccess aws = stack.aws();
        return new OrganizationSweeps(
                stack,
                aws.client(SfnClient.builder(), "SFN", PATIENCE),
                aws.client(
                        S3Client.builder().forcePathStyle(aws.endpoint("S3") != null),
                        "S3",
                        PATIENCE));
    }

    /// How many accounts there are so far, and what became of them.
    ///
    /// @param failed their sweep could not be started
    public record Counts(long accounts, long started, long failed) {
        private static final Counts NONE = new Counts(0, 0, 0);

        private Counts plus(MapRunItemCounts more) {
            return new Counts(
                    accounts + more.total(),
                    started + more.succeeded(),
                    failed + more.failed() + more.timedOut() + more.aborted());
        }
    }

    /// An account whose sweep could not be started.
    public record Failure(String account, String error, String cause) {}

    /// Starts an execution.
    ///
    /// @param mode `sweep` or `plan`
    /// @return its ARN
    /// @throws StackException when it cannot be started
    public String start(String mode) {
        String machine = stack.requiredOutput(MACHINE);
        try {
            return states.startExecution(call ->
                            call.stateMachineArn(machine)
                                    .input("{\"mode\":\"%s\"}".formatted(mode)))
                    .executionArn();
        } catch (SdkException e) {
            throw AwsFailure.of(e, "states:StartExecution", machine);
        }
    }

    /// Waits until an execution went through all accounts.
    ///
    /// @param latest takes the numbers now and then, and at the end
    /// @throws StackException when it did not, or Step Functions does not say it
    public void follow(String execution, Consumer<Counts> latest) {
        Duration wait = FIRST_WAIT;
        DescribeExecutionResponse now = describe(execution);
        while (now.status() == ExecutionStatus.RUNNING) {
            latest.accept(counts(execution));
            pause(wait);
            wait = wait.multipliedBy(2);
            wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
            now = describe(execution);
        }
        latest.accept(counts(execution));
        if (now.status() != ExecutionStatus.SUCCEEDED && !SOME_FAILED.equals(now.error())) {
            throw new StackException(
                    "The execution %s did not go through all accounts (%s): %s: %s"
                            .formatted(execution, now.statusAsString(), now.error(), now.cause()));
        }
    }

    /// The accounts whose sweep an execution could not start.
    ///
    /// @throws StackException when the bucket may not be read
    public List<Failure> failures(String execution) {
        String bucket = stack.requiredOutput(BUCKET);
        String name = execution.substring(execution.lastIndexOf(':') + 1);
        try {
            List<Failure> failures = new ArrayList<>();
            objects
                    .listObjectsV2Paginator(
                            call -> call.bucket(bucket).prefix("sweeps/%s/".formatted(name)))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .filter(key -> key.substring(key.lastIndexOf('/') + 1).startsWith("FAILED_"))
                    .forEach(key -> read(bucket, key, failures));
            return failures;
        } catch (SdkException e) {
            throw AwsFailure.of(e, "s3:GetObject", "arn:aws:s3:::%s/sweeps/*".formatted(bucket));
        }
    }

    private void read(String bucket, String key, List<Failure> failures) {
        String text = objects.getObjectAsBytes(call -> call.bucket(bucket).key(key)).asUtf8String();
        for (JsonNode each : Answer.of(MACHINE, text, null).json()) {
            JsonNode input = Answer.of(MACHINE, each.path("Input").asText(), null).json();
            failures.add(
                    new Failure(
                            input.path("account").asText("an unknown account"),
                            each.path("Error").asText(each.path("Status").asText()),
                            each.path("Cause").asText()));
        }
    }

    private DescribeExecutionResponse describe(String execution) {
        try {
            return states.describeExecution(call -> call.executionArn(execution));
        } catch (SdkException e) {
            throw AwsFailure.of(e, "states:DescribeExecution", execution);
        }
    }

    /// There is a map run for each hundred accounts.
    private Counts counts(String execution) {
        try {
            return states
                    .listMapRunsPaginator(call -> call.executionArn(execution))
                    .mapRuns()
                    .stream()
                    .map(run -> states.describeMapRun(call -> call.mapRunArn(run.mapRunArn())))
                    .reduce(
                            Counts.NONE,
                            (sum, run) -> sum.plus(run.itemCounts()),
                            (one, other) -> other);
        } catch (SdkException e) {
            throw AwsFailure.of(e, "states:DescribeMapRun", execution);
        }
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
        objects.close();
    }
}
