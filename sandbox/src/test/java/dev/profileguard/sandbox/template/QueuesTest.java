package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.byArn;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateQueues.end;
import static dev.profileguard.sandbox.template.TemplateQueues.queue;
import static dev.profileguard.sandbox.template.TemplateQueues.queueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.delivery.DeadLetters;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.SourceDefinition;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QueuesTest {
    /// An event on which a function failed three times is retried from a queue of this function,
    /// for much longer than throttling lasts. The other two functions run again on a schedule.
    @Test
    void theEventsOfAFunctionAreRetriedForAnHour() {
        for (String name : RETRIED) {
            FunctionDefinition function = function(name);
            SourceDefinition source =
                    TEMPLATE.sources().stream()
                            .filter(each -> each.queue().equals(function.onFailure()))
                            .findFirst()
                            .orElseThrow();
            QueueDefinition queue = queueOf(source);

            assertThat(byArn(source.function()).logicalId()).isEqualTo(name);
            assertThat(queue.visibility().multipliedBy(receives(queue) - 1))
                    .isGreaterThan(Duration.ofMinutes(50));
            assertThat(end(queue.arn()).logicalId()).isEqualTo(name + "Failures");
        }
    }

    /// A function moves an unreadable event itself, to the queue where SQS would move it. While AWS
    /// throttles, it sends itself copies of events. ProfileGuard also sends itself messages that
    /// make it look at a profile again.
    @Test
    void aFunctionMaySendOnlyToItsOwnQueues() {
        for (String name : RETRIED) {
            FunctionDefinition function = function(name);

            assertThat(TEMPLATE.queues())
                    .filteredOn(queue -> function.may(DeadLetters.PERMISSION, queue.arn()))
                    .extracting(QueueDefinition::logicalId)
                    .containsExactlyInAnyOrder(name + "Failures", ownQueue(name));
            assertThat(function.environment().get("RETRIES_QUEUE"))
                    .endsWith("/" + queue(ownQueue(name)).name());
            assertThat(function.environment().get("FAILURES_QUEUE"))
                    .endsWith("/" + queue(name + "Failures").name());
        }
    }

    /// See https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    @Test
    void aQueuesVisibilityTimeoutIsLongerThanTheFunctionsTimeout() {
        assertThat(TEMPLATE.sources())
                .isNotEmpty()
                .allSatisfy(source -> {
                    Duration timeout = byArn(source.function()).timeout();
                    assertThat(queueOf(source).visibility())
                            .isGreaterThanOrEqualTo(timeout.multipliedBy(6));
                    assertThat(source.reportsItemFailures()).isTrue();
                });
    }

    /// A message that arrives too early, after the delay was increased, must not become a dead
    /// letter.
    @Test
    void theQueueAllowsTheReceivesOfTheLongestDelay() {
        QueueDefinition queue = queue("ProvisionDelay");

        assertThat(queue.visibility().multipliedBy(receives(queue) - 1))
                .isGreaterThan(Duration.ofMinutes(15));
    }

    @Test
    void rulesMayWriteToTheQueue() throws Exception {
        assertThat(Files.readAllLines(ROOT.resolve("template.yaml")))
                .containsSubsequence(
                        "  ProvisionDelayPolicy:",
                        "              Service: events.amazonaws.com",
                        "            Action: sqs:SendMessage",
                        "            Resource: !GetAtt ProvisionDelay.Arn",
                        "                  - !GetAtt RoleMade.Arn",
                        "                  - !GetAtt ProfileNotFound.Arn")
                .containsSubsequence(
                        "  RefusedCallsPolicy:",
                        "              Service: events.amazonaws.com",
                        "            Action: sqs:SendMessage",
                        "            Resource: !GetAtt RefusedCalls.Arn",
                        "                  - !GetAtt IamCallRefused.Arn",
                        "                  - !GetAtt LaunchRefused.Arn",
                        "                  - !GetAtt SessionRefused.Arn");
    }

    /// The queue that a function reads.
    private static String ownQueue(String function) {
        return TEMPLATE.sources().stream()
                .filter(source -> byArn(source.function()).logicalId().equals(function))
                .map(source -> queueOf(source).logicalId())
                .findFirst()
                .orElseThrow();
    }

    private static int receives(QueueDefinition queue) {
        return Objects.requireNonNull(queue.redrive()).most();
    }

    /// The functions that events start.
    private static final List<String> RETRIED =
            List.of(
                    "ProfileGuard",
                    "ProfileProvisioner",
                    "TagEnforcer",
                    "NodeRoleCheck",
                    "FailureAdvisor");
}
