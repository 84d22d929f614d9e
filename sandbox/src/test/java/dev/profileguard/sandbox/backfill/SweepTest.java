package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.add;
import static dev.profileguard.sandbox.backfill.SweptAccount.counts;
import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static dev.profileguard.sandbox.backfill.SweptAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.IamException;

class SweepTest {
    @Test
    void recordsProfilesThatAreOlderThanTheFirstEvent() {
        Map<String, Object> first = account.backfill(SWEEP);
        account.later(Duration.ofHours(6));

        Map<String, Object> second = account.backfill(SWEEP);

        assertThat(counts(first, "guard")).isEqualTo(Map.of("recorded", 2, "not-guarded", 1));
        assertThat(counts(second, "guard")).isEqualTo(Map.of("no-drift", 2, "not-guarded", 1));
        assertThat(account.writes()).isEmpty();
    }

    @Test
    void adoptsATrustedChangeWhoseEventWasLost() {
        recorded();
        remove(account.asPipeline(), "prod-web", "web");
        add(account.asPipeline(), "prod-web", "db");

        Map<String, Object> swept = account.backfill(SWEEP);

        assertThat(counts(swept, "guard")).containsEntry("adopted", 1);
        assertThat(account.profiles()).containsEntry("prod-web", "db");
        assertThat(account.writes()).isEmpty();
        assertThat(account.findings()).contains("change-adopted");
    }

    @Test
    void undoesAnUntrustedChangeWhoseEventWasLostAndNamesTheCaller() {
        recorded();
        remove(account.as("mallory"), "prod-web", "web");
        add(account.as("mallory"), "prod-web", "evil");

        Map<String, Object> swept = account.backfill(SWEEP);

        assertThat(account.profiles()).containsEntry("prod-web", "web");
        assertThat(counts(swept, "guard")).containsEntry("revert", 1);
        assertThat(lines(swept)).anyMatch(line -> line.contains("user/mallory"));
        assertThat(account.findings()).containsExactly("role-reverted");
    }

    @Test
    void recreatesADeletedProfile() {
        recorded();
        remove(account.as("mallory"), "prod-web", "web");
        account.as("mallory").deleteInstanceProfile(r -> r.instanceProfileName("prod-web"));

        account.backfill(SWEEP);

        assertThat(account.profiles()).containsEntry("prod-web", "web");
        assertThat(account.findings()).containsExactly("profile-restored");
    }

    @Test
    void aTrustedChangeUnderAnUntrustedOneIsWhatCounts() {
        recorded();
        remove(account.asPipeline(), "prod-web", "web");
        add(account.asPipeline(), "prod-web", "db");
        account.sandbox().advance(Duration.ofMinutes(1));
        remove(account.as("mallory"), "prod-web", "db");
        add(account.as("mallory"), "prod-web", "evil");

        account.backfill(SWEEP);

        assertThat(account.profiles()).containsEntry("prod-web", "db");
    }

    @Test
    void keepsAndReportsWhatItAdoptedAlthoughTheRepairAfterItIsRefused() {
        recorded();
        remove(account.asPipeline(), "prod-web", "web");
        add(account.asPipeline(), "prod-web", "db");
        account.sandbox().advance(Duration.ofMinutes(1));
        remove(account.as("mallory"), "prod-web", "db");
        add(account.as("mallory"), "prod-web", "evil");
        AtomicBoolean refused = new AtomicBoolean(true);
        account.sandbox()
                .account()
                .gate(call -> {
                    if (refused.get()
                            && call.caller().arn().contains("Backfill")
                            && call.operation().equals("RemoveRoleFromInstanceProfile")) {
                        throw IamException.builder().statusCode(403).message("denied").build();
                    }
                });

        Map<String, Object> failed = account.backfill(SWEEP);
        List<String> reported = account.findings();
        account.sandbox().pastCalls().forget();
        refused.set(false);
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);

        assertThat(counts(failed, "guard")).containsEntry("failed", 1);
        assertThat(reported).contains("change-adopted").doesNotContain("role-reverted");
        assertThat(account.profiles()).containsEntry("prod-web", "db");
    }

    @Test
    void leavesUnexplainedDriftAloneDuringItsGracePeriod() {
        recorded();
        swapUnknown();

        Map<String, Object> first = account.backfill(SWEEP);
        account.later(Duration.ofMinutes(29));
        Map<String, Object> early = account.backfill(SWEEP);
        String during = account.profiles().get("prod-web");
        account.later(Duration.ofMinutes(1));
        Map<String, Object> late = account.backfill(SWEEP);

        assertThat(counts(first, "guard")).containsEntry("unexplained", 1);
        assertThat(counts(early, "guard")).containsEntry("unexplained", 1);
        assertThat(during).isEqualTo("evil");
        assertThat(counts(late, "guard")).containsEntry("revert", 1);
        assertThat(account.profiles()).containsEntry("prod-web", "web");
    }

    @Test
    void otherUnexplainedDriftHasItsOwnGracePeriod() {
        recorded();
        swapUnknown();
        account.backfill(SWEEP);
        account.later(Duration.ofMinutes(20));
        remove(account.as("mallory"), "prod-web", "evil");
        account.sandbox().pastCalls().forget();

        account.later(Duration.ofMinutes(20));
        Map<String, Object> swept = account.backfill(SWEEP);

        assertThat(counts(swept, "guard")).containsEntry("unexplained", 1);
        assertThat(account.profiles()).containsEntry("prod-web", "");
    }

    @Test
    void driftThatIsExplainedLaterNeedsNoGracePeriod() {
        recorded();
        swapUnknown();
        account.backfill(SWEEP);
        account.later(Duration.ofMinutes(5));
        remove(account.asPipeline(), "prod-web", "evil");
        add(account.asPipeline(), "prod-web", "db");

        Map<String, Object> swept = account.backfill(SWEEP);
        account.later(Duration.ofHours(1));
        Map<String, Object> again = account.backfill(SWEEP);

        assertThat(counts(swept, "guard")).containsEntry("adopted", 1);
        assertThat(counts(again, "guard")).containsEntry("no-drift", 2);
    }

    @Test
    void onlyObservesWhereItsFunctionOnlyObserves() {
        try (SweptAccount observed = SweptAccount.with("GuardMode", "observe")) {
            observed.role("web");
            observed.role("evil");
            observed.profile("prod-web", "web");
            observed.backfill(SWEEP);
            remove(observed.as("mallory"), "prod-web", "web");
            add(observed.as("mallory"), "prod-web", "evil");

            Map<String, Object> swept = observed.backfill(SWEEP);

            assertThat(observed.profiles()).containsEntry("prod-web", "evil");
            assertThat(lines(swept)).anyMatch(line -> line.contains("would-do"));
        }
    }

    @Test
    void driftThatIsNotRepairedAfterItsGracePeriodGetsNoNewOne() {
        try (SweptAccount observed = SweptAccount.with("GuardMode", "observe")) {
            observed.role("web");
            observed.profile("prod-web", "web");
            observed.backfill(SWEEP);
            observed.later(Duration.ofHours(1));
            remove(observed.as("mallory"), "prod-web", "web");
            observed.sandbox().pastCalls().forget();

            List<String> decisions = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                decisions.add(counts(observed.backfill(SWEEP), "guard").toString());
                observed.later(Duration.ofMinutes(31));
            }

            assertThat(decisions)
                    .containsExactly("{unexplained=1}", "{revert=1}", "{revert=1}", "{revert=1}");
        }
    }

    @Test
    void leavesARuleOutWhoseFunctionIsOffUnlessItIsNamed() {
        Map<String, Object> all = account.backfill("{\"mode\": \"plan\"}");
        Map<String, Object> named =
                account.backfill("{\"mode\": \"plan\", \"rules\": [\"provision\"]}");

        assertThat(counts(all, "provision")).isEmpty();
        assertThat(counts(named, "provision")).containsEntry("not-yet", 4);
    }

    @Test
    void evaluatesOnlyTheRequestedNames() {
        Map<String, Object> some =
                account.backfill("{\"mode\": \"sweep\", \"names\": [\"PROD-w*\"]}");

        assertThat(counts(some, "guard")).isEqualTo(Map.of("recorded", 1));
    }

    @Test
    void aPlanChangesAndRecordsNothing() {
        account.backfill("{\"mode\": \"plan\"}");
        Map<String, Object> again = account.backfill("{\"mode\": \"plan\"}");

        assertThat(counts(again, "guard")).containsEntry("recorded", 2);
        assertThat(account.writes()).isEmpty();
        assertThat(account.findings()).isEmpty();
    }

    private void recorded() {
        account.backfill(SWEEP);
        account.later(Duration.ofHours(1));
    }

    private void swapUnknown() {
        remove(account.as("mallory"), "prod-web", "web");
        add(account.as("mallory"), "prod-web", "evil");
        account.sandbox().pastCalls().forget();
    }

    private static final String SWEEP = "{\"mode\": \"sweep\"}";

    private final SweptAccount account = SweptAccount.with();

    @BeforeEach
    void setUp() {
        java.util.List.of("web", "db", "evil").forEach(account::role);
        account.profile("prod-web", "web");
        account.profile("prod-db", "db");
        account.profile("dev", "web");
    }

    @AfterEach
    void tearDown() {
        account.close();
    }
}
