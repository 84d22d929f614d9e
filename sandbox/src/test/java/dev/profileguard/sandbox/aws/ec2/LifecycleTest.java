package dev.profileguard.sandbox.aws.ec2;

import static dev.profileguard.sandbox.aws.ec2.Ec2Fixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.aws.cloudtrail.PastCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final Ec2Fixture account = new Ec2Fixture();

    @Test
    void launchesAsManyAsAskedFor() {
        account.ec2().run(launch(2, 3, null), false);

        assertThat(account.ec2().describe(Description.ALL))
                .extracting(each -> each.get("amiLaunchIndex"))
                .isEqualTo(List.of(0, 1, 2));
    }

    @Test
    void launchesWhatThereIsCapacityForOrNone() {
        account.ec2().run(launch(998, 998, null), false);

        account.ec2().run(launch(1, 10, null), false);
        assertThat(account.sandbox().instances().overview()).hasSize(1000);
        assertRefused(
                () -> account.ec2().run(launch(1, 1, null), false),
                400,
                "InstanceLimitExceeded",
                "You have requested more instances (1001) than your current instance limit of 1000"
                        + " allows for the specified instance type.");
    }

    @Test
    void refusesImpossibleCounts() {
        assertRefused(
                () -> account.ec2().run(launch(0, 1, null), false),
                400,
                "InvalidParameterValue",
                "Minimum instance count must be greater than zero");
        assertRefused(
                () -> account.ec2().run(launch(1, 0, null), false),
                400,
                "InvalidParameterValue",
                "Maximum instance count must be greater than zero");
        assertRefused(
                () -> account.ec2().run(launch(2, 1, null), false),
                400,
                "InvalidParameterValue",
                "Maximum instance count must not be smaller than minimum instance count");
    }

    @Test
    void launchesNothingInADryRun() {
        assertRefused(
                () -> account.ec2().run(launch(1, 1, null), true),
                412,
                "DryRunOperation",
                "Request would have succeeded, but DryRun flag is set.");

        assertThat(account.ec2().describe(Description.ALL)).isEmpty();
        assertThat(lastCall().record().json()).containsEntry("errorCode", "Client.DryRunOperation");
    }

    @Test
    void launchesOnceForARepeatedRequest() {
        List<String> first = account.ec2().run(launch(1, 1, "token"), false);

        assertThat(account.ec2().run(launch(1, 1, "token"), false)).isEqualTo(first);
        assertThat(account.ec2().describe(Description.ALL)).hasSize(1);
        assertRefused(
                () -> account.ec2().run(launch(1, 2, "token"), false),
                400,
                "IdempotentParameterMismatch",
                "Arguments on this idempotent request are inconsistent with arguments used in"
                        + " previous request(s).");
    }

    @Test
    void goesThroughTheStatesAtTheirTime() {
        account.sandbox().instances().transition(Duration.ofSeconds(5));
        String instance = account.ec2().runInstances("web");
        assertThat(state()).isEqualTo("pending");
        assertThat(associations()).containsExactly("associating");
        assertRefused(
                () -> account.ec2().stop(instance),
                400,
                "IncorrectInstanceState",
                "Instance '%s' cannot be stopped as it has never reached the 'running' state"
                        .formatted(instance));

        account.sandbox().advance(Duration.ofSeconds(5));
        assertThat(state()).isEqualTo("running");
        assertThat(associations()).containsExactly("associated");

        account.ec2().stop(instance);
        assertThat(state()).isEqualTo("stopping");
        assertRefused(
                () -> account.ec2().start(instance),
                400,
                "IncorrectInstanceState",
                "The instance '%s' is not in a state from which it can be started."
                        .formatted(instance));
        account.sandbox().advance(Duration.ofSeconds(5));
        assertThat(state()).isEqualTo("stopped");

        account.ec2().terminate(instance);
        assertThat(state()).isEqualTo("shutting-down");
        assertThat(associations()).containsExactly("disassociating");
        account.sandbox().advance(Duration.ofSeconds(5));
        assertThat(state()).isEqualTo("terminated");
        assertThat(associations()).isEmpty();
    }

    @Test
    void changesTheLaunchTimeWhenAnInstanceStartsAgain() {
        String instance = account.ec2().runInstance();
        account.ec2().stop(instance);
        account.sandbox().advance(Duration.ofMinutes(10));

        account.ec2().start(instance);

        assertThat(account.ec2().describe(Description.ALL).getFirst().get("launchTime"))
                .isEqualTo(account.sandbox().clock().instant().toEpochMilli());
    }

    @Test
    void forgetsATerminatedInstanceAfterAnHour() {
        String instance = account.ec2().runInstances("web");
        account.ec2().terminate(instance);
        assertThat(state()).isEqualTo("terminated");
        assertRefused(
                () -> account.ec2().start(instance),
                400,
                "IncorrectInstanceState",
                "The instance '%s' is not in a state from which it can be started."
                        .formatted(instance));
        assertRefused(
                () -> account.ec2().stop(instance),
                400,
                "IncorrectInstanceState",
                "This instance '%s' is not in a state from which it can be stopped."
                        .formatted(instance));
        assertRefused(
                () -> account.ec2().associate(instance, "web"),
                400,
                "IncorrectInstanceState",
                "The instance '%s' is not in the 'running' or 'stopped' states."
                        .formatted(instance));

        account.sandbox().advance(Duration.ofMinutes(61));

        assertThat(account.ec2().describe(Description.ALL)).isEmpty();
    }

    @Test
    void changesNothingIfOneOfTheInstancesCannotChange() {
        String running = account.ec2().runInstance();
        String gone = account.ec2().runInstance();
        account.ec2().terminate(gone);

        assertRefused(
                () ->
                        account.sandbox()
                                .instances()
                                .stop(account.ec2().origin(), List.of(running, gone), false),
                400,
                "IncorrectInstanceState",
                "This instance '%s' is not in a state from which it can be stopped."
                        .formatted(gone));
        assertThat(account.ec2().describe(Description.filtered("instance-state-name", "running")))
                .hasSize(1);
    }

    @Test
    void recordsAChangeOfStateAsCloudTrailDoes() {
        String instance = account.ec2().runInstance();

        account.ec2().terminate(instance);

        assertThat(lastCall().name()).isEqualTo("TerminateInstances");
        assertThat(lastCall().text())
                .contains(
                        "\"requestParameters\":{\"instancesSet\":{\"items\":[{\"instanceId\":\"%s\"}]}}"
                                .formatted(instance))
                .contains(
                        "\"instancesSet\":{\"items\":[{\"instanceId\":\"%s\",\"currentState\":{\"code\":32,\"name\":\"shutting-down\"},\"previousState\":{\"code\":16,\"name\":\"running\"}}]}"
                                .formatted(instance));
        assertThat(account.sandbox().timeline().entries().getLast().subject())
                .isEqualTo("instance/" + instance);
    }

    @Test
    void recordsADisassociationAsEc2Wraps() {
        String instance = account.ec2().runInstance();
        String association = account.ec2().associate(instance, "web");

        account.ec2().disassociate(association);

        assertThat(lastCall().text())
                .contains(
                        "\"requestParameters\":{\"DisassociateIamInstanceProfileRequest\":{\"AssociationId\":\"%s\"}}"
                                .formatted(association))
                .contains(
                        "\"DisassociateIamInstanceProfileResponse\":{\"iamInstanceProfileAssociation\":{\"associationId\":\"%s\""
                                .formatted(association))
                .contains("\"state\":\"disassociating\"");
        assertRefused(
                () -> account.ec2().disassociate(association),
                400,
                "IncorrectState",
                "The association '%s' is not an active association".formatted(association));
        assertThat(account.ec2().associate(instance, "other")).isNotEqualTo(association);
    }

    @AfterEach
    void close() {
        account.close();
    }

    private static Launch launch(int least, int most, @Nullable String token) {
        return new Launch("ami-01234567", "t3.micro", least, most, null, Map.of(), token);
    }

    private String state() {
        String state =
                String.valueOf(
                        account.ec2().describe(Description.ALL).getFirst().get("instanceState"));
        return state.replaceAll(".*name=|}", "");
    }

    private List<String> associations() {
        return account.ec2().describeAssociations(Description.ALL).stream()
                .map(each -> String.valueOf(each.get("state")))
                .toList();
    }

    private PastCall lastCall() {
        return account.sandbox()
                .pastCalls()
                .find(new Lookup(null, "", Instant.MIN, Instant.MAX), 1, null)
                .calls()
                .getFirst();
    }
}
