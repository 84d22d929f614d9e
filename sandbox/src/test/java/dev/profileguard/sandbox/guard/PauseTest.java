package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.state.pause.PauseStore;
import dev.profileguard.state.pause.Pauses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// All writes are paused: no function writes, findings go on, and what changed meanwhile is
/// repaired afterwards.
class PauseTest {
    private static final String PAUSE =
            "{\"pause\": {\"minutes\": 60, \"reason\": \"incident 1234\"}}";
    private static final String END = "{\"pause\": {\"minutes\": 0}}";
    private static final String SHOW = "{\"show\": {\"settings\": true}}";
    private static final String ALERTS = "arn:aws:sns:us-east-1:123456789012:alerts";

    @Test
    void nothingIsRepairedAndTheFindingSaysWhy() {
        try (GuardedAccount account = GuardedAccount.with()) {
            account.invoke(PAUSE);

            account.after("mallory", iam -> swap(iam, "web", "evil"));

            assertThat(account.role()).isEqualTo("evil");
            assertThat(account.calls()).allMatch(call -> call.startsWith("Get"));
            assertThat(account.finding("role-reverted").get("done"))
                    .asString()
                    .contains("would-do (paused until 2026-01-05T11:00:00Z: incident 1234)");
        }
    }

    @Test
    void whatChangedMeanwhileIsRepairedAtTheEndWithoutASweep() {
        try (GuardedAccount account = GuardedAccount.with()) {
            account.invoke(PAUSE);
            account.after("mallory", iam -> swap(iam, "web", "evil"));

            account.sandbox().advance(Duration.ofMinutes(59));
            assertThat(account.role()).isEqualTo("evil");
            account.sandbox().advance(Duration.ofMinutes(2));

            assertThat(account.role()).isEqualTo("web");
        }
    }

    @Test
    void whatChangedWithoutAnEventIsRepairedByTheSweepAfterIt() {
        try (GuardedAccount account = GuardedAccount.with("UnattributedGraceMinutes", "0")) {
            account.invoke(PAUSE);
            account.withoutEvents("mallory", iam -> swap(iam, "web", "evil"));

            account.sweep();
            assertThat(account.role()).isEqualTo("evil");
            account.sandbox().advance(Duration.ofMinutes(61));
            account.sweep();

            assertThat(account.role()).isEqualTo("web");
        }
    }

    @Test
    void nobodysChangeBecomesTrustedByThePause() {
        try (GuardedAccount account = GuardedAccount.with()) {
            account.invoke(PAUSE);
            account.after("mallory", iam -> swap(iam, "web", "evil"));
            account.sweep();

            assertThat(account.invoke("{\"show\": {\"profile\": \"prod-web\"}}"))
                    .contains("differs from its baseline");
        }
    }

    @Test
    void aTrustedChangeIsAdoptedAsAlways() {
        try (GuardedAccount account = GuardedAccount.with()) {
            account.invoke(PAUSE);
            account.asPipeline()
                    .removeRoleFromInstanceProfile(
                            r -> r.instanceProfileName(NAME).roleName("web"));
            account.asPipeline()
                    .addRoleToInstanceProfile(r -> r.instanceProfileName(NAME).roleName("web-v2"));
            account.sandbox().settle();
            account.invoke(END);

            account.after("mallory", iam -> swap(iam, "web-v2", "evil"));

            assertThat(account.role()).isEqualTo("web-v2");
        }
    }

    @Test
    void aRequestEndsItEarly() {
        try (GuardedAccount account = GuardedAccount.with()) {
            account.invoke(PAUSE);

            assertThat(account.invoke(END)).contains("not-paused", "Writes are not paused");
            account.after("mallory", iam -> swap(iam, "web", "evil"));

            assertThat(account.role()).isEqualTo("web");
        }
    }

    @Test
    void theParameterPausesUntilItIsChanged() {
        try (GuardedAccount account = GuardedAccount.with("Paused", "on")) {
            account.after("mallory", iam -> swap(iam, "web", "evil"));
            assertThat(account.invoke(END))
                    .contains("All writes are paused: the template parameter Paused is on");

            account.sandbox().advance(Duration.ofDays(2));

            assertThat(account.role()).isEqualTo("evil");
        }
    }

    @Test
    void aFindingLastsUntilTheSweepAfterIt() {
        try (GuardedAccount account = GuardedAccount.with("FindingsTopic", ALERTS)) {
            account.invoke(PAUSE);
            account.sweep();
            assertThat(subjects(account))
                    .containsOnlyOnce("[CRITICAL] writes-paused: account/123456789012");

            account.sandbox().advance(Duration.ofMinutes(61));
            account.sweep();

            assertThat(subjects(account))
                    .contains("[RESOLVED] writes-paused: account/123456789012");
        }
    }

    @Test
    void aPauseHoldsARunningSweep() {
        try (GuardedAccount account =
                GuardedAccount.with("UnattributedGraceMinutes", "0", "SweepMode", "off")) {
            account.sandbox().faults().set("lose", "1");
            List.of("prod-a", "prod-b").forEach(name -> recorded(account, name));
            List.of("prod-a", "prod-b")
                    .forEach(name -> AccountUnderTest.remove(account.as("mallory"), name, "web"));
            pauseBeforeTheFirst("AddRoleToInstanceProfile", account);

            account.sweep();

            assertThat(List.of(account.roleIn("prod-a"), account.roleIn("prod-b")))
                    .containsExactlyInAnyOrder("web", "none");
        }
    }

    /// Later than the look at the pause counts, which was read with the record.
    @Test
    void aPauseHoldsAnEventWhoseReadsWereMade() {
        try (GuardedAccount account = GuardedAccount.with()) {
            pauseBeforeTheFirst("GetInstanceProfile", account);

            account.after("mallory", iam -> swap(iam, "web", "evil"));

            assertThat(account.role()).isEqualTo("evil");
            assertThat(account.calls()).allMatch(call -> call.startsWith("Get"));
            assertThat(account.finding("role-reverted").get("done"))
                    .asString()
                    .contains("would-do (paused until 2026-01-05T11:0");
            account.sandbox().advance(Duration.ofMinutes(61));
            assertThat(account.role()).isEqualTo("web");
        }
    }

    @Test
    void aPauseLeavesNoProfileWithoutARole() {
        try (GuardedAccount account = GuardedAccount.with()) {
            pauseBeforeTheFirst("AddRoleToInstanceProfile", account);

            account.after("mallory", iam -> swap(iam, "web", "evil"));

            assertThat(account.role()).isEqualTo("web");
            assertThat(account.finding("role-reverted").get("done"))
                    .asString()
                    .doesNotContain("would-do");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProfileProvisioner", "TagEnforcer", "NodeRoleCheck", "Backfill"})
    void everyFunctionTellsIt(String function) {
        try (GuardedAccount account = GuardedAccount.with()) {
            account.invoke(PAUSE);

            assertThat(account.sandbox().lambda().invoke(function, SHOW).result())
                    .extractingByKey("paused")
                    .isEqualTo(
                            Map.of(
                                    "from", "2026-01-05T10:00:00Z",
                                    "until", "2026-01-05T11:00:00Z",
                                    "reason", "incident 1234"));
        }
    }

    @Test
    void itsTimesAreWholeSeconds() {
        try (GuardedAccount account = GuardedAccount.with()) {
            account.sandbox().advance(Duration.ofMillis(123));

            assertThat(account.invoke(PAUSE))
                    .contains("All writes are paused until 2026-01-05T11:00:00Z: incident 1234");
        }
    }

    @Test
    void onlyWhoMayDecideByRequestsPauses() {
        try (GuardedAccount account = GuardedAccount.with("ManualRequests", "show")) {
            assertThat(account.invoke(PAUSE))
                    .contains("ManualRequests is show", "set the template parameter Paused=on");
            assertThat(account.invoke(SHOW)).contains("\"paused\":null");
        }
    }

    @Test
    void nothingIsWrittenWhileTheTableDoesNotSayWhetherItIsPaused() {
        try (GuardedAccount account = GuardedAccount.with()) {
            account.sandbox()
                    .dynamo()
                    .putItem(put ->
                            put.tableName("profile-guard-BaselineTable")
                                    .item(
                                            Map.of(
                                                    "profile",
                                                    AttributeValue.fromS(PauseStore.KEY),
                                                    "schema",
                                                    AttributeValue.fromN("2"))));

            account.after("mallory", iam -> swap(iam, "web", "evil"));
            assertThat(account.role()).isEqualTo("evil");
            assertThat(account.invoke(SHOW))
                    .contains("Cannot read whether writes are paused, so nothing is written");
            assertThat(account.findings()).contains("guard-state-unreadable");

            account.invoke(END);
            account.sweep();
            account.after("alice", iam -> swap(iam, account.role(), "web-v2"));
            assertThat(account.role()).isEqualTo("web");
        }
    }

    /// @param operation the pause begins right before a function calls it for the first time
    private static void pauseBeforeTheFirst(String operation, GuardedAccount account) {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        account.beforeEach(
                operation,
                () -> {
                    if (isFirst.getAndSet(false)) {
                        account.sandbox().clock().move(Pauses.COUNTS.plusSeconds(1));
                        account.invoke(PAUSE);
                    }
                });
    }

    private static void recorded(GuardedAccount account, String name) {
        AccountUnderTest.createProfile(account.as("owner"), name);
        AccountUnderTest.add(account.as("owner"), name, "web");
        account.invoke("{\"adopt\": {\"profile\": \"%s\"}}".formatted(name));
    }

    private static List<String> subjects(GuardedAccount account) {
        return account.sandbox().notifications().messages().stream()
                .map(message -> String.valueOf(message.subject()))
                .toList();
    }
}
