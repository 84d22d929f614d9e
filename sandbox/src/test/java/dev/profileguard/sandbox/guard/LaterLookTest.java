package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.AccountUnderTest.add;
import static dev.profileguard.sandbox.AccountUnderTest.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.Tag;

/// What is left as it is for some time is evaluated again without an event and before the next
/// sweep.
class LaterLookTest {
    private static final String RETRIES =
            "arn:aws:sqs:us-east-1:123456789012:profile-guard-ProfileGuardRetries";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10).plusSeconds(30);

    private final GuardedAccount account = GuardedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void malloryCannotPutTheRoleBackHerself() {
        remove(account.as("mallory"), NAME, "web");

        assertThatThrownBy(() -> add(account.as("mallory"), NAME, "web"))
                .hasMessageContaining("not authorized to perform: iam:PassRole");
    }

    @Test
    void aWithheldRoleComesBackOnceTheInstanceIsGone() {
        ComputeClient mallory = account.sandbox().ec2(Sandbox.user("mallory"));
        String instance = withhold(mallory);
        account.sandbox().advance(Duration.ofHours(3));
        assertThat(account.role()).isEqualTo("none");

        mallory.terminate(instance);
        account.sandbox().advance(TEN_MINUTES);

        assertThat(account.role()).isEqualTo("web");
        account.sandbox().advance(TEN_MINUTES);
        assertThat(messages()).isEmpty();
    }

    @Test
    void whatTheBreakerLeftAloneIsRevertedWhenItCloses() {
        for (int i = 0; i < 6; i++) {
            remove(account.as("mallory"), NAME, "web");
            account.sandbox().settle();
        }
        assertThat(account.findings()).contains("role-reverted", "breaker-open");
        assertThat(account.role()).isEqualTo("none");
        account.sandbox().advance(Duration.ofMinutes(8));
        assertThat(account.role()).isEqualTo("none");

        account.sandbox().advance(Duration.ofMinutes(4));

        assertThat(account.role()).isEqualTo("web");
    }

    @Test
    void driftThatNobodyExplainsIsRevertedAfterTheGracePeriod() {
        account.sandbox().faults().set("lose", "1");
        remove(account.as("mallory"), NAME, "web");
        account.sandbox().settle();
        account.sandbox().faults().set("lose", "0");
        account.sandbox().faults().set("fail", "LookupEvents:50");
        tag(1);
        account.sandbox().settle();
        assertThat(account.role()).isEqualTo("none");
        account.sandbox().faults().set("fail", "");

        account.sandbox().advance(Duration.ofMinutes(45));

        assertThat(account.role()).isEqualTo("web");
    }

    @Test
    void manyEventsPlanOneLook() {
        withhold(account.sandbox().ec2(Sandbox.user("mallory")));

        for (int i = 0; i < 5; i++) {
            tag(i);
            account.sandbox().settle();
        }

        assertThat(messages()).hasSize(1);
        account.sandbox().advance(Duration.ofHours(2));
        assertThat(messages()).hasSize(1);
    }

    @Test
    void theNextEventReplacesALookThatWasLost() {
        ComputeClient mallory = account.sandbox().ec2(Sandbox.user("mallory"));
        String instance = withhold(mallory);
        account.sandbox().clock().move(Duration.ofMinutes(11));
        Queues queues = account.sandbox().queues();
        queues.receive(RETRIES, 10).forEach(each -> queues.delete(RETRIES, each));

        tag(1);
        account.sandbox().settle();
        mallory.terminate(instance);
        account.sandbox().advance(TEN_MINUTES);

        assertThat(account.role()).isEqualTo("web");
    }

    /// SQS keeps a message back for whole seconds.
    @Test
    void aLookThatIsDueWithinASecondIsNotSentAgainAndAgain() {
        withhold(account.sandbox().ec2(Sandbox.user("mallory")));
        account.sandbox().queues().send(RETRIES, look(Duration.ofSeconds(100).plusMillis(900)));

        account.sandbox().advance(Duration.ofMinutes(3));

        assertThat(
                        account.entries().stream()
                                .filter(entry -> entry.kind() == Entry.Kind.INVOCATION)
                                .count())
                .isLessThan(10);
    }

    private String look(Duration in) {
        return "{\"lookAgain\": {\"profile\": \"prod-web\", \"at\": \"%s\"}}"
                .formatted(account.sandbox().clock().instant().plus(in));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"lookAgain\": {}}",
                "{\"lookAgain\": {\"profile\": \"a b\", \"at\": \"2026-01-05T09:00:00Z\"}}",
                "{\"lookAgain\": {\"profile\": \"prod-web\", \"at\": \"noon\"}}",
                "{\"lookAgain\": []}"
            })
    void aLookThatCannotBeReadIsADeadLetter(String body) {
        account.sandbox().queues().send(RETRIES, body);

        account.sandbox().advance(Duration.ofMinutes(2));

        assertThat(account.sandbox().queues().messages("ProfileGuardFailures"))
                .containsExactly(body);
    }

    /// Whoever can send to the queue learns nothing and moves nothing.
    @Test
    void aLookOfAProfileThatIsRightOrNotGuardedChangesNothing() {
        for (String profile : List.of(NAME, "unknown", "PROD-WEB")) {
            account.sandbox()
                    .queues()
                    .send(
                            RETRIES,
                            "{\"lookAgain\": {\"profile\": \"%s\", \"at\": \"2026-01-05T09:00:00Z\"}}"
                                    .formatted(profile));
        }

        account.sandbox().advance(Duration.ofMinutes(30));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.calls()).containsOnly("GetInstanceProfile");
        assertThat(account.findings()).isEmpty();
        assertThat(account.sandbox().queues().messages("ProfileGuardFailures")).isEmpty();
    }

    private String withhold(ComputeClient mallory) {
        String instance = mallory.runInstance();
        account.later();
        swap(account.as("mallory"), "web", "evil");
        mallory.associate(instance, NAME);
        account.sandbox().settle();
        assertThat(account.role()).isEqualTo("none");
        return instance;
    }

    private void tag(int value) {
        Tag tag = Tag.builder().key("Note").value("x" + value).build();
        account.as("mallory").tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(tag));
    }

    private List<String> messages() {
        return account.sandbox().queues().messages("ProfileGuardRetries");
    }
}
