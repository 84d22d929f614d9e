package dev.profileguard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Entry.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

class SandboxTest {
    private static final Path TEMPLATE = Path.of("..", "template.yaml");

    private final Sandbox sandbox =
            Sandbox.start(
                    TEMPLATE,
                    Map.of(
                            "GuardMode",
                            "enforce",
                            "TrustedPrincipals",
                            "nobody",
                            "GuardedProfiles",
                            "prod-*"),
                    Sandbox.Mode.TEST_CLOCK);
    private final IamClient alice = sandbox.iamAs("alice");
    private final IamClient mallory = sandbox.iamAs("mallory");

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void putsARoleBackThroughTheTemplatesOwnPatternsAndTheRealHandler() {
        profileWithRole();
        sandbox.settle();

        swapRole();
        assertThat(roleIn("prod-web")).isEqualTo("foreign");
        sandbox.settle();

        assertThat(roleIn("prod-web")).isEqualTo("web");
        assertThat(sandbox.findings()).extracting("kind").contains("role-reverted");
    }

    @Test
    void recordsCallsEventsInvocationsActionsAndFindings() {
        profileWithRole();
        sandbox.settle();
        swapRole();
        sandbox.settle();

        assertThat(kinds())
                .contains(Kind.CALL, Kind.EVENT, Kind.INVOCATION, Kind.ACTION, Kind.FINDING)
                .doesNotContain(Kind.DEAD_LETTER);
    }

    @Test
    void doesNotSendAFunctionItsOwnCalls() {
        profileWithRole();
        sandbox.settle();

        List<Entry> calls = sandbox.timeline().entries(Kind.CALL);

        assertThat(calls).anyMatch(call -> "ProfileGuard".equals(call.function()));
        assertThat(sandbox.timeline().entries(Kind.EVENT))
                .filteredOn(event -> event.function() != null)
                .allMatch(event -> event.actor() != null && event.actor().endsWith("user/alice"));
    }

    @Test
    void retriesAfterAMinuteAndRepairs() {
        profileWithRole();
        sandbox.settle();
        sandbox.faults().set("fail", "GetInstanceProfile:1");
        swapRole();
        sandbox.settle();

        sandbox.advance(Duration.ofSeconds(70));

        assertThat(roleIn("prod-web")).isEqualTo("web");
    }

    @Test
    void retriesTheEventFromAQueueAfterThreeAttempts() {
        profileWithRole();
        sandbox.settle();
        swapRole();
        sandbox.faults().set("throttle", "1");
        sandbox.settle();

        sandbox.advance(Duration.ofMinutes(4));

        assertThat(sandbox.queues().messages("ProfileGuardRetries"))
                .isNotEmpty()
                .allMatch(message -> message.contains("\"condition\":\"RetriesExhausted\""));
        assertThat(sandbox.timeline().entries(Kind.EVENT))
                .filteredOn(event -> "queued in ProfileGuardRetries".equals(event.outcome()))
                .extracting(Entry::subject)
                .contains("instance-profile/prod-web");
        assertThat(kinds()).doesNotContain(Kind.DEAD_LETTER);
    }

    @Test
    void deadLettersTheEventAfterADayOfMoreAttempts() {
        profileWithRole();
        sandbox.settle();
        swapRole();
        sandbox.faults().set("throttle", "1");
        sandbox.settle();

        sandbox.advance(Duration.ofHours(26));

        assertThat(sandbox.queues().messages("ProfileGuardRetries")).isEmpty();
        assertThat(sandbox.queues().messages("ProfileGuardFailures"))
                .isNotEmpty()
                .allMatch(message -> message.contains("\"condition\":\"RetriesExhausted\""));
        assertThat(sandbox.timeline().entries(Kind.DEAD_LETTER))
                .isNotEmpty()
                .allMatch(entry -> "received 10 times".equals(entry.outcome()));
    }

    /// The canary's failures are not retried again: its next run comes soon.
    @Test
    void deadLettersAnEventWithoutAQueueToRetryItAfterThreeAttempts() {
        sandbox.lambda()
                .invokeAsync(sandbox.lambda().find("Canary").orElseThrow(), "{\"send\": 1}", null);

        sandbox.advance(Duration.ofMinutes(5));

        assertThat(sandbox.queues().messages("CanaryFailures")).hasSize(1);
        assertThat(kinds()).contains(Kind.DEAD_LETTER);
    }

    @Test
    void losesEventsAsAFault() {
        sandbox.faults().set("lose", "1");
        profileWithRole();
        sandbox.settle();

        assertThat(sandbox.timeline().entries(Kind.INVOCATION)).isEmpty();
        assertThat(sandbox.timeline().entries(Kind.EVENT))
                .isNotEmpty()
                .allMatch(event -> "lost".equals(event.outcome()));
    }

    @Test
    void deliversTwiceAsAFault() {
        sandbox.faults().set("double", "1");
        alice.createInstanceProfile(profile -> profile.instanceProfileName("prod-web"));
        sandbox.settle();

        assertThat(ofTheGuard(Kind.INVOCATION))
                .hasSize(2)
                .extracting(Entry::eventId)
                .containsOnly(sandbox.timeline().entries(Kind.CALL).getFirst().eventId());
    }

    @Test
    void deliversADelayedEventAfterTheNextOne() {
        sandbox.faults().set("reorder", "1");
        alice.createInstanceProfile(profile -> profile.instanceProfileName("prod-a"));
        sandbox.faults().set("reorder", "0");
        alice.createInstanceProfile(profile -> profile.instanceProfileName("prod-b"));
        sandbox.settle();

        assertThat(ofTheGuard(Kind.EVENT))
                .extracting(Entry::subject)
                .containsExactly("instance-profile/prod-b", "instance-profile/prod-a");
    }

    @Test
    void deliversADelayedEventAlsoWithoutANextOne() {
        sandbox.faults().set("reorder", "1");
        alice.createInstanceProfile(profile -> profile.instanceProfileName("prod-a"));

        sandbox.advance(Duration.ofMinutes(1));

        assertThat(ofTheGuard(Kind.INVOCATION)).hasSize(1);
    }

    @Test
    void refusesAFunctionWhatItsPoliciesDoNotAllow() {
        var function = sandbox.template().functions().getFirst();
        var role =
                new dev.profileguard.sandbox.aws.iam.state.Caller.RoleSession(
                        "123456789012",
                        "/",
                        function.roleName(),
                        "AROAEXAMPLE",
                        function.name(),
                        "ASIAEXAMPLE");

        assertThatThrownBy(() ->
                        sandbox.iamAs(role)
                                .deleteInstanceProfile(
                                        request -> request.instanceProfileName("prod-web")))
                .isInstanceOfSatisfying(
                        IamException.class, e -> assertThat(e.statusCode()).isEqualTo(403))
                .hasMessageContaining(
                        "User:"
                            + " arn:aws:sts::123456789012:assumed-role/profile-guard-ProfileGuardRole/profile-guard-ProfileGuard"
                            + " is not authorized to perform: iam:DeleteInstanceProfile on"
                            + " resource: instance profile prod-web");
    }

    private void profileWithRole() {
        alice.createRole(role -> role.roleName("web").assumeRolePolicyDocument(TRUST));
        alice.createRole(role -> role.roleName("foreign").assumeRolePolicyDocument(TRUST));
        alice.createInstanceProfile(profile -> profile.instanceProfileName("prod-web"));
        alice.addRoleToInstanceProfile(add -> add.instanceProfileName("prod-web").roleName("web"));
    }

    private void swapRole() {
        mallory.removeRoleFromInstanceProfile(
                remove -> remove.instanceProfileName("prod-web").roleName("web"));
        mallory.addRoleToInstanceProfile(
                add -> add.instanceProfileName("prod-web").roleName("foreign"));
    }

    private String roleIn(String profile) {
        return alice.getInstanceProfile(get -> get.instanceProfileName(profile))
                .instanceProfile()
                .roles()
                .getFirst()
                .roleName();
    }

    private List<Entry> ofTheGuard(Kind kind) {
        return sandbox.timeline().entries(kind).stream()
                .filter(entry -> "ProfileGuard".equals(entry.function()))
                .toList();
    }

    private List<Kind> kinds() {
        return sandbox.timeline().entries().stream().map(Entry::kind).toList();
    }

    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
}
