package dev.profileguard.sandbox.provision;

import static dev.profileguard.sandbox.provision.ProvisionedAccount.add;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.createProfile;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;

/// The three commands of every tutorial, with one name: create-role, create-instance-profile,
/// add-role-to-instance-profile. A call that fails throws, and fails the test.
class TutorialTest {
    /// The queue delivers the message at every possible moment, early or twice.
    @ParameterizedTest
    @MethodSource("moments")
    void succeedsWithinTheDelayHoweverTheQueueDelivers(int second, int third) {
        account.sandbox().faults().set("double", "1");
        account.createRole("web");
        account.sandbox().settle();
        deliver();
        account.sandbox().advance(Duration.ofSeconds(second));
        createProfile(account.as("alice"), "web");
        deliver();
        account.sandbox().advance(Duration.ofSeconds(third - second));
        add(account.as("alice"), "web", "web");
        deliver();
        account.sandbox().advance(Duration.ofMinutes(30));

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.tagsOf("web")).isEmpty();
        assertThat(account.findings()).isEmpty();
        assertThat(account.sandbox().queues().messages("ProfileProvisionerFailures")).isEmpty();
    }

    /// The queue delivers the message every second, until the function waits for the rest of the
    /// delay. During that wait, the clock moves forward.
    @Test
    void succeedsWhileTheMessageArrivesEverySecond() {
        account.createRole("web");
        account.sandbox().settle();
        for (int second = 0; second < 110; second++) {
            deliver();
            account.sandbox().clock().move(Duration.ofSeconds(1));
        }
        createProfile(account.as("alice"), "web");
        deliver();
        add(account.as("alice"), "web", "web");
        account.sandbox().advance(Duration.ofMinutes(30));

        assertThat(account.tagsOf("web")).isEmpty();
    }

    /// The last two calls are made between any two calls of the function, right after the delay.
    /// Even then, a user who could create the profile can also add the role.
    @ParameterizedTest
    @MethodSource("pairs")
    void neverLosesALateRoleHoweverTheCallsInterleave(int second, int third) {
        List<String> results = new ArrayList<>();
        account.beforeItsCall(index -> {
            if (index == second) {
                results.add(tried(() -> createProfile(account.as("alice"), "web")));
            }
            if (index == third && results.contains("made")) {
                add(account.as("alice"), "web", "web");
            }
        });
        account.createRole("web");
        account.afterTheDelay();
        account.sandbox().advance(Duration.ofMinutes(30));

        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    /// The role is deleted and created again within the delay: the delay starts again.
    @Test
    void succeedsForARoleThatIsRecreatedWithinTheDelay() {
        account.createRole("web");
        account.sandbox().advance(Duration.ofSeconds(100));
        account.as("alice").deleteRole(r -> r.roleName("web"));
        account.createRole("web");
        account.sandbox().advance(Duration.ofSeconds(100));
        createProfile(account.as("alice"), "web");
        account.sandbox().advance(Duration.ofSeconds(19));
        add(account.as("alice"), "web", "web");
        account.sandbox().advance(Duration.ofMinutes(30));

        assertThat(account.tagsOf("web")).isEmpty();
        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    @Test
    void failsBecauseTheProfileExistsAfterTheDelay() {
        account.provisioned("web");

        assertThat(tried(() -> createProfile(account.as("alice"), "web"))).isEqualTo("exists");
        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    static Stream<Arguments> moments() {
        List<Integer> seconds = List.of(0, 1, 60, 118, 119);
        return seconds.stream()
                .flatMap(second ->
                        seconds.stream()
                                .filter(third -> third >= second)
                                .map(third -> Arguments.of(second, third)));
    }

    static Stream<Arguments> pairs() {
        return IntStream.range(0, 8)
                .boxed()
                .flatMap(second ->
                        IntStream.range(second, 9).mapToObj(third -> Arguments.of(second, third)));
    }

    private final ProvisionedAccount account = ProvisionedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    private void deliver() {
        account.deliverEarly();
        account.deliverEarly();
    }

    private static String tried(Runnable call) {
        try {
            call.run();
            return "made";
        } catch (EntityAlreadyExistsException e) {
            return "exists";
        }
    }
}
