package dev.profileguard.sandbox.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

class KilledTest {
    @Test
    void whereverARepairIsKilledItIsCompletedAndReported() {
        Scenario repair =
                new Scenario(
                        "ProfileGuard",
                        account -> {},
                        iam -> NotifiedAccount.remove(iam, "web"),
                        "[WARNING] role-reverted: instance-profile/prod-web",
                        account -> account.role().equals("web"),
                        Duration.ZERO,
                        List.of("GuardMode", "enforce"));

        assertThat(repair.killedEverywhere())
                .containsExactly(
                        "BatchGetItem",
                        "GetInstanceProfile",
                        "PutItem",
                        "UpdateItem",
                        "AddRoleToInstanceProfile",
                        "GetInstanceProfile",
                        "PutItem",
                        "GetItem",
                        "PutItem",
                        "PutItem");
    }

    @Test
    void aKilledRepairIsReportedAlthoughSomebodyElseMakesTheSameChangeLater() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            Killer killer = new Killer(account, "ProfileGuard", 6);
            killer.forGood = true;
            account.after("mallory", iam -> NotifiedAccount.remove(iam, "web"));
            account.sandbox().advance(Duration.ofMinutes(10));
            killer.forGood = false;

            account.after("eve", iam -> NotifiedAccount.remove(iam, "web"));

            assertThat(account.newMails())
                    .anyMatch(mail -> mail.body().contains("user/mallory"))
                    .anyMatch(mail -> mail.body().contains("user/eve"))
                    .hasSize(2);
        }
    }

    @Test
    void whereverACorrectionOfTagsIsKilledItIsCompletedAndReported() {
        Scenario correction =
                new Scenario(
                        "TagEnforcer",
                        account -> {},
                        iam ->
                                iam.untagInstanceProfile(r ->
                                        r.instanceProfileName(NotifiedAccount.NAME)
                                                .tagKeys("Owner")),
                        "[WARNING] tag-put-back: instance-profile/prod-web",
                        account -> account.role().equals("web"),
                        Duration.ZERO,
                        List.of(
                                "GuardMode",
                                "off",
                                "TagMode",
                                "enforce",
                                "TagPolicy",
                                """
                                {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
                                  "report_required_tag_for": {"@@assign": ["iam:instance-profile"]}}}}\
                                """,
                                "TagDefaults",
                                "Owner=ops"));

        assertThat(correction.killedEverywhere())
                .containsSubsequence("UpdateItem", "TagInstanceProfile", "PutItem", "PutItem");
    }

    @Test
    void whereverTheRepairOfANodeRoleIsKilledItIsCompletedOnceAndReported() {
        Scenario repair =
                new Scenario(
                        "NodeRoleCheck",
                        KilledTest::createNodeRole,
                        iam ->
                                iam.updateAssumeRolePolicy(r ->
                                        r.roleName("eksNodeRole")
                                                .policyDocument(
                                                        NotifiedAccount.trust(
                                                                "lambda.amazonaws.com"))),
                        "[CRITICAL] node-trust-wrong: role/eksNodeRole",
                        account -> statementsForEc2(account) == 1,
                        Duration.ofSeconds(121),
                        List.of("NodeRoleMode", "enforce", "GuardMode", "off"));

        assertThat(repair.killedEverywhere())
                .containsSubsequence("GetRole", "UpdateItem", "UpdateAssumeRolePolicy", "PutItem");
    }

    private static void createNodeRole(NotifiedAccount account) {
        account.allow("mallory", Grant.EVERYTHING);
        NotifiedAccount.createRole(account.as("owner"), "eksNodeRole");
        account.later();
    }

    private static int statementsForEc2(NotifiedAccount account) {
        String policy =
                account.asRoot()
                        .getRole(r -> r.roleName("eksNodeRole"))
                        .role()
                        .assumeRolePolicyDocument();
        return policy.split("ec2.amazonaws.com", -1).length - 1;
    }

    @Test
    void killedForGoodAfterTheRepairItIsReportedByTheNextEvaluation() {
        try (NotifiedAccount account = NotifiedAccount.with()) {
            Killer killer = new Killer(account, "ProfileGuard", 6);
            killer.forGood = true;
            account.after("mallory", iam -> NotifiedAccount.remove(iam, "web"));
            account.sandbox().advance(Duration.ofMinutes(10));
            assertThat(account.role()).isEqualTo("web");
            assertThat(account.mails()).isEmpty();
            killer.forGood = false;

            account.sendHarmlessEvent();
            account.sendHarmlessEvent();

            assertThat(account.mails())
                    .containsExactly("[WARNING] role-reverted: instance-profile/prod-web");
            assertThat(account.newMails().getFirst().body())
                    .contains("add role web to prod-web: started, then interrupted");
        }
    }

    /// A change, and the function's reaction.
    ///
    /// @param prepare what the account has before
    /// @param deed the change, by mallory
    /// @param mail the mail that reports it
    /// @param isRepaired whether the account is as it was
    /// @param delay until the function reacts
    private record Scenario(
            String function,
            Consumer<NotifiedAccount> prepare,
            Consumer<IamClient> deed,
            String mail,
            Predicate<NotifiedAccount> isRepaired,
            Duration delay,
            List<String> parameters) {
        /// Repeats the change, and kills the function at another call each time. The call that
        /// records the delivery follows the delivery: only if the function is killed there, the
        /// finding is delivered twice.
        ///
        /// @return the calls that the function makes
        List<String> killedEverywhere() {
            List<String> calls = played(Integer.MAX_VALUE, 1);
            for (int i = 0; i < calls.size(); i++) {
                played(i, i == calls.size() - 1 ? 2 : 1);
            }
            return calls;
        }

        private List<String> played(int killedAt, int mails) {
            try (NotifiedAccount account =
                    NotifiedAccount.with(parameters.toArray(String[]::new))) {
                prepare.accept(account);
                Killer killer = new Killer(account, function, killedAt);
                account.after("mallory", deed);
                account.sandbox().advance(delay);
                List<String> calls = List.copyOf(killer.seen);
                account.sandbox().advance(Duration.ofMinutes(10));

                String where = "killed at call %d of %s".formatted(killedAt, killer.seen);
                assertThat(isRepaired.test(account)).as(where).isTrue();
                assertThat(account.mails()).as(where).hasSize(mails).allMatch(mail::equals);
                return calls;
            }
        }
    }

    /// Kills a function, once, when it is about to make a call.
    private static final class Killer {
        private final List<String> seen = new ArrayList<>();
        private int left;
        private boolean forGood;

        Killer(NotifiedAccount account, String function, int calls) {
            left = calls;
            account.sandbox().database().observer(this::call);
            account.sandbox()
                    .account()
                    .gate(call -> {
                        if (call.caller().arn().contains(function)) {
                            call(call.operation());
                        }
                    });
        }

        private void call(String operation) {
            seen.add(operation);
            if (left-- == 0 || (forGood && left < 0)) {
                throw new Killed();
            }
        }
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
