package dev.profileguard.sandbox.command.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudwatch.Alarm;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.notify.Notification;
import dev.profileguard.sandbox.command.LastCommand;
import dev.profileguard.sandbox.command.NoTerminal;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/// `guard redrive`, against the sandbox over HTTP.
class RedriveTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
    private static final Duration UNTIL_DEAD = Duration.ofHours(27);

    private Sandbox sandbox =
            Sandbox.start(
                    Path.of("..", "template.yaml"),
                    Map.of(
                            "GuardMode", "enforce",
                            "TrustedPrincipals", "arn:aws:iam::*:user/alice",
                            "GuardedProfiles", "prod-*",
                            "FindingsTopic", "arn:aws:sns:us-east-1:123456789012:findings",
                            "FindingsEvents", "true"),
                    Sandbox.Mode.TEST_CLOCK);
    private SandboxServer server = LocalServer.of(sandbox);
    private final LastCommand command = new LastCommand();

    @BeforeEach
    void prepare() {
        IamClient alice = sandbox.iamAs("alice");
        for (String name : List.of("web", "admin")) {
            alice.createRole(role -> role.roleName(name).assumeRolePolicyDocument(TRUST));
        }
        alice.createInstanceProfile(create -> create.instanceProfileName("prod-web"));
        alice.addRoleToInstanceProfile(add -> add.instanceProfileName("prod-web").roleName("web"));
        sandbox.advance(Duration.ofMinutes(5));
    }

    @AfterEach
    void close() {
        server.close();
        sandbox.close();
    }

    @Test
    void whatFailedForADayIsRepairedOnceAfterTheFault() {
        swapWhileIamIsThrottled();
        assertThat(letters("ProfileGuardFailures")).isNotEmpty();
        assertThat(roleOfProfile()).isEqualTo("admin");
        int failed = letters("ProfileGuardFailures").size();
        // the same letters twice, as after a redrive that was interrupted
        letters("ProfileGuardFailures").forEach(each -> sendTo("ProfileGuardFailures", each));

        assertThat(guard("redrive", "ProfileGuardFailures")).isZero();
        sandbox.advance(Duration.ofMinutes(10));

        assertThat(command.output())
                .contains(
                        "ProfileGuardFailures: %d letters: %d sent to ProfileGuardRetries"
                                .formatted(2 * failed, 2 * failed));
        assertThat(roleOfProfile()).isEqualTo("web");
        assertThat(writes())
                .containsExactly("RemoveRoleFromInstanceProfile", "AddRoleToInstanceProfile");
        assertThat(letters("ProfileGuardFailures")).isEmpty();
        assertThat(letters("ProfileGuardRetries")).isEmpty();
    }

    @Test
    void theMoveTaskOfSqsDoesTheSameForTheQueueOfAFunction() {
        swapWhileIamIsThrottled();
        String source = arn("ProfileGuardFailures");

        sandbox.queues().move(source, arn("ProfileGuardRetries"));
        sandbox.advance(Duration.ofMinutes(10));

        assertThat(roleOfProfile()).isEqualTo("web");
        assertThat(letters("ProfileGuardFailures")).isEmpty();
    }

    @Test
    void aSecondIncidentRaisesAnAlarmAlthoughOldLettersAreThere() {
        sandbox.advance(Duration.ofMinutes(15));
        assertThat(alarms()).isEmpty();

        sendTo("TagEnforcerFailures", "{}");
        assertThat(alarms()).contains("TagEnforcerFailuresAlarm", "MoreDeadLettersAlarm");
        sandbox.advance(Duration.ofMinutes(10));
        assertThat(alarms()).containsExactly("TagEnforcerFailuresAlarm");

        sendTo("TagEnforcerFailures", "{}");
        assertThat(alarms()).contains("TagEnforcerFailuresAlarm", "MoreDeadLettersAlarm");
    }

    @Test
    void aFindingForSecurityHubOrABusOfAnotherAccountIsSentAgain() {
        String bus = "arn:aws:events:us-east-1:210987654321:event-bus/findings";
        Origin owner = Sandbox.origin(new Caller.Root("123456789012"), "us-east-1");
        close();
        sandbox =
                Sandbox.start(
                        Path.of("..", "template.yaml"),
                        Map.of(
                                "GuardMode", "enforce",
                                "TrustedPrincipals", "arn:aws:iam::*:user/alice",
                                "GuardedProfiles", "prod-*",
                                "ProvisionMode", "off",
                                "FindingsBus", bus,
                                "FindingsSchema", "ocsf",
                                "SecurityHub", "on"),
                        Sandbox.Mode.TEST_CLOCK);
        server = LocalServer.of(sandbox);
        sandbox.faults().set("fail", "PutEvents:1000");
        prepare();
        assertThat(letters("UndeliveredFindings")).hasSize(2);

        sandbox.faults().set("fail", "PutEvents:0");
        sandbox.securityHub().enable(owner);
        assertThat(guard("redrive", "UndeliveredFindings")).isZero();

        assertThat(letters("UndeliveredFindings")).isEmpty();
        assertThat(sandbox.notifications().events())
                .extracting(Notification::target, Notification::subject)
                .containsExactly(tuple(bus, "Profile Guard: ProfileGuard (OCSF)"));
        assertThat(sandbox.securityHub().find(owner, Map.of(), 10, null).items())
                .extracting(each -> each.get("Id"))
                .containsExactly(
                        "profile-guard/ProfileGuard/baseline-recorded/instance-profile/prod-web");
    }

    @Test
    void aFindingThatCouldNotBeSentIsSentOnce() {
        int before = sandbox.notifications().all().size();
        sandbox.faults().set("fail", "Publish:1000,PutEvents:1000");
        swap();
        sandbox.advance(Duration.ofMinutes(5));
        int failed = letters("UndeliveredFindings").size();
        assertThat(failed).isPositive();
        assertThat(sandbox.notifications().all()).hasSize(before);
        assertThat(guard("redrive", "UndeliveredFindings")).isEqualTo(1);
        assertThat(letters("UndeliveredFindings")).hasSize(failed);

        sandbox.faults().set("fail", "Publish:0,PutEvents:0");
        assertThat(guard("redrive", "all")).isZero();

        assertThat(letters("UndeliveredFindings")).isEmpty();
        assertThat(sandbox.notifications().all()).hasSize(before + failed);
        assertThat(sandbox.notifications().messages())
                .extracting(Notification::subject)
                .contains("[WARNING] role-reverted: instance-profile/prod-web");
        assertThat(guard("redrive", "UndeliveredFindings")).isZero();
        assertThat(command.output()).contains("UndeliveredFindings: no letters");
        assertThat(sandbox.notifications().all()).hasSize(before + failed);
    }

    @Test
    void aRequestByHandStaysUntilAPersonDecides() {
        String release =
                "{\"release\":{\"profile\":\"prod-web\",\"minutes\":30,\"reason\":\"INC-1\"}}";
        sendTo("ProfileGuardFailures", "{\"requestPayload\":%s}".formatted(release));

        assertThat(guard("redrive", "all")).isEqualTo(1);
        assertThat(command.errors())
                .contains("request by hand", "./guard ask ProfileGuard '" + release + "'");
        assertThat(letters("ProfileGuardFailures")).hasSize(1);

        assertThat(guard("redrive", "ProfileGuardFailures", "--requests", "send")).isZero();
        assertThat(command.output()).contains("1 letter: 1 sent to ProfileGuard");
        assertThat(letters("ProfileGuardFailures")).isEmpty();
        assertThat(guard("show", "prod-web")).isZero();
        assertThat(command.output()).contains("INC-1");
    }

    @Test
    void aRequestByHandCanBeDeleted() {
        sendTo("ProfileRotationFailures", "{\"requestPayload\":{\"start\":{}}}");

        assertThat(guard("redrive", "all", "--requests", "delete")).isZero();

        assertThat(letters("ProfileRotationFailures")).isEmpty();
        assertThat(command.output()).contains("ProfileRotationFailures: 1 letter: 1 deleted");
    }

    @Test
    void oneSweepAnswersAllFailedOnes() {
        for (int i = 0; i < 3; i++) {
            sendTo("BackfillFailures", "{\"requestPayload\":{\"mode\":\"plan\"}}");
        }

        assertThat(guard("redrive", "BackfillFailures")).isZero();

        assertThat(command.output()).contains("3 letters: 3 answered by a new plan");
        assertThat(calls("StartExecution")).hasSize(1);
    }

    @Test
    void oneTestOfTheCanaryAnswersAllFailedOnes() {
        close();
        sandbox =
                Sandbox.start(
                        Path.of("..", "template.yaml"),
                        Map.of("CanaryMinutes", "60"),
                        Sandbox.Mode.TEST_CLOCK);
        server = LocalServer.of(sandbox);
        sendTo("CanaryFailures", "{\"requestPayload\":{\"send\":{}}}");
        sendTo("CanaryFailures", "{\"requestPayload\":{\"send\":{}}}");

        assertThat(guard("redrive", "CanaryFailures")).isZero();

        assertThat(command.output()).contains("2 answered by a new test of the canary");
        assertThat(letters("CanaryFailures")).isEmpty();
        assertThat(calls("TagInstanceProfile")).isNotEmpty();
    }

    @Test
    void anUndeliveredEventGoesWhereItBelongs() throws IOException {
        sandbox.faults().set("lose", "1");
        swap();
        sandbox.advance(Duration.ofMinutes(1));
        sandbox.faults().set("lose", "0");
        sandbox.queues()
                .send(
                        arn("UndeliveredEvents"),
                        Files.readString(
                                Path.of("..", "events", "ProfileGuard", "role-added.json")),
                        Map.of(
                                "TARGET_ARN",
                                "arn:aws:lambda:us-east-1:123456789012:function:profile-guard-ProfileGuard:live"),
                        Duration.ZERO);

        assertThat(guard("redrive", "UndeliveredEvents")).isZero();
        sandbox.advance(Duration.ofMinutes(10));

        assertThat(command.output()).contains("1 sent to ProfileGuardRetries");
        assertThat(roleOfProfile()).isEqualTo("web");
    }

    @Test
    void showsWhatLiesThereAndChangesNothing() {
        assertThat(guard("redrive")).isZero();
        assertThat(command.output()).contains("There are no dead letters.");

        sendTo("TagEnforcerFailures", "{}");
        assertThat(guard("redrive")).isZero();

        assertThat(command.output())
                .contains("TagEnforcerFailures: 1", "When the cause is over: ./guard redrive all");
        assertThat(letters("TagEnforcerFailures")).hasSize(1);
    }

    @Test
    void saysThatNoQueueHasLetters() {
        assertThat(guard("redrive", "all")).isZero();
        assertThat(command.output()).isEqualTo("no letters in 10 queues\n");
    }

    @Test
    void namesTheQueuesThatThereAre() {
        assertThat(guard("redrive", "nobodys")).isEqualTo(2);
        assertThat(command.errors()).contains("no dead-letter queue nobodys", "BackfillFailures");
    }

    /// For longer than a function tries.
    private void swapWhileIamIsThrottled() {
        swap();
        sandbox.faults().set("throttle", "1");
        sandbox.advance(UNTIL_DEAD);
        sandbox.faults().set("throttle", "0");
    }

    /// The events of the two calls are not delivered before the clock moves on.
    private void swap() {
        IamClient mallory = sandbox.iamAs("mallory");
        mallory.removeRoleFromInstanceProfile(
                remove -> remove.instanceProfileName("prod-web").roleName("web"));
        mallory.addRoleToInstanceProfile(
                add -> add.instanceProfileName("prod-web").roleName("admin"));
    }

    private String roleOfProfile() {
        return sandbox.iamAs("alice")
                .getInstanceProfile(get -> get.instanceProfileName("prod-web"))
                .instanceProfile()
                .roles()
                .getFirst()
                .roleName();
    }

    /// The writes of ProfileGuard that succeeded.
    private List<String> writes() {
        return sandbox.timeline().entries(Entry.Kind.CALL).stream()
                .filter(entry -> "ProfileGuard".equals(entry.function()))
                .filter(entry -> "ok".equals(entry.outcome()) && "iam".equals(entry.service()))
                .map(entry -> String.valueOf(entry.operation()))
                .filter(operation -> operation.matches("(Add|Remove|Create|Delete|Tag|Untag).*"))
                .toList();
    }

    private List<Entry> calls(String operation) {
        return sandbox.timeline().entries(Entry.Kind.CALL).stream()
                .filter(entry -> operation.equals(entry.operation()))
                .toList();
    }

    private List<String> alarms() {
        return sandbox.alarms().stream()
                .filter(alarm -> alarm.state() == Alarm.State.ALARM)
                .map(Alarm::name)
                .toList();
    }

    private List<String> letters(String queue) {
        return sandbox.queues().messages(queue);
    }

    private void sendTo(String queue, String body) {
        sandbox.queues().send(arn(queue), body);
    }

    private static String arn(String queue) {
        return "arn:aws:sqs:us-east-1:123456789012:profile-guard-" + queue;
    }

    private int guard(String... words) {
        return command.run(NoTerminal.at(server), words);
    }
}
