package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Tag;

/// Whatever the order and number of events, and whatever fails: in the end, the profile has the
/// pipeline's last role. No two calls are in the same second: CloudTrail's times could not order
/// them (docs/decisions/look-again.md).
class ConvergenceTest {
    @ParameterizedTest
    @MethodSource("seeds")
    void endsAsThePipelineLastWantedIt(int seed) {
        Random chance = new Random(seed);
        try (GuardedAccount account = GuardedAccount.with("BreakerReverts", "100")) {
            String wanted = "web";
            for (int step = 0; step < 12; step++) {
                account.sandbox().clock().move(Duration.ofSeconds(1));
                makeUnreliable(account, chance);
                wanted = act(account, chance, wanted);
                if (chance.nextInt(3) > 0) {
                    account.sandbox().advance(Duration.ofMillis(chance.nextInt(90_000)));
                }
            }
            calmDown(account);

            assertThat(account.role()).as(() -> story(account)).isEqualTo(wanted);
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    private static void makeUnreliable(GuardedAccount account, Random chance) {
        account.sandbox().faults().set("double", "0.3");
        account.sandbox().faults().set("reorder", "0.3");
        account.sandbox().faults().set("lag", "PT%dS".formatted(chance.nextInt(3)));
    }

    private static String act(GuardedAccount account, Random chance, String wanted) {
        IamClient mallory = account.as("mallory");
        switch (chance.nextInt(6)) {
            case 0, 1 -> {
                String next = List.of("web", "web-v2").get(chance.nextInt(2));
                return deploy(account, next) ? next : wanted;
            }
            case 2 -> tryTo(() -> put(account, mallory, "evil"));
            case 3 -> tryTo(() -> empty(account, mallory));
            case 4 ->
                    tryTo(() -> {
                        empty(account, mallory);
                        mallory.deleteInstanceProfile(r -> r.instanceProfileName(NAME));
                    });
            default -> tryTo(() -> tag(mallory));
        }
        return wanted;
    }

    /// Whether the pipeline's addition succeeded.
    private static boolean deploy(GuardedAccount account, String role) {
        return tryTo(() -> put(account, account.asPipeline(), role));
    }

    private static void put(GuardedAccount account, IamClient iam, String role) {
        empty(account, iam);
        add(iam, NAME, role);
    }

    private static void empty(GuardedAccount account, IamClient iam) {
        Duration lag = account.sandbox().faults().settings().lag();
        account.sandbox().faults().set("lag", "PT0S");
        InstanceProfile found = account.profile();
        account.sandbox().faults().set("lag", lag.toString());
        if (found != null) {
            found.roles().forEach(role -> remove(iam, NAME, role.roleName()));
        }
    }

    private static boolean tryTo(Runnable calls) {
        try {
            calls.run();
            return true;
        } catch (IamException refused) { // somebody else was there first
            return false;
        }
    }

    /// Delivers and retries everything; then one more event leads to one more evaluation.
    private static void calmDown(GuardedAccount account) {
        account.sandbox().faults().set("double", "0");
        account.sandbox().faults().set("reorder", "0");
        account.sandbox().faults().set("lag", "PT0S");
        account.sandbox().advance(Duration.ofMinutes(10));
        tryTo(() -> tag(account.as("mallory")));
        account.sandbox().advance(Duration.ofMinutes(10));
    }

    private static void tag(IamClient iam) {
        iam.tagInstanceProfile(r ->
                r.instanceProfileName(NAME).tags(Tag.builder().key("Note").value("x").build()));
    }

    private static String story(GuardedAccount account) {
        StringBuilder story = new StringBuilder("\n");
        for (Entry entry : account.entries()) {
            boolean reader = String.valueOf(entry.actor()).endsWith("user/reader");
            if (!reader) {
                story.append(
                        "%s %s %s %s %s %s %s%n"
                                .formatted(
                                        entry.time(),
                                        entry.kind().text(),
                                        entry.actor(),
                                        entry.operation(),
                                        entry.detail(),
                                        entry.eventId(),
                                        entry.outcome()));
            }
        }
        return story.toString();
    }
}
