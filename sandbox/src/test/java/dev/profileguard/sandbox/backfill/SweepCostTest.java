package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The cost of a sweep that `docs/decisions/backfill.md` states.
class SweepCostTest {
    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000})
    void costsAPageOfEachAndOneReadForEachProfileWhoseTagsMatter(int size) {
        try (SweptAccount account = SweptAccount.with()) {
            fill(account, size);
            account.backfill("{\"mode\": \"sweep\"}");
            account.later(Duration.ofHours(6));

            account.backfill("{\"mode\": \"sweep\"}");

            int half = size / 2;
            assertThat(Collections.frequency(account.calls(), "GetAccountAuthorizationDetails"))
                    .isEqualTo(1);
            assertThat(Collections.frequency(account.calls(), "ListInstanceProfiles")).isEqualTo(1);
            assertThat(Collections.frequency(account.calls(), "GetInstanceProfile"))
                    .isEqualTo(half);
            assertThat(account.calls()).hasSize(1 + 1 + half);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100})
    void allRulesTogetherReadNothingTwice(int size) {
        try (SweptAccount account =
                SweptAccount.with(
                        "ProvisionMode", "enforce",
                        "TagMode", "enforce",
                        "TagPolicy", POLICY)) {
            fill(account, size);
            account.later(Duration.ofHours(1));

            account.backfill("{\"mode\": \"plan\"}");

            assertThat(Collections.frequency(account.calls(), "GetAccountSummary")).isEqualTo(1);
            assertThat(account.calls()).hasSize(1 + 1 + 1 + size);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"observe", "enforce"})
    void aSweepWithNothingToDoReadsTagsAndNothingElseInWhateverMode(String mode) {
        try (SweptAccount account =
                SweptAccount.with(
                        "GuardMode", mode,
                        "ProvisionMode", mode,
                        "ProvisionFor", "all",
                        "TagMode", mode,
                        "TagPolicy", POLICY)) {
            fill(account, 100);
            account.profile("deployer", "deployer");
            account.later(Duration.ofHours(1));
            account.backfill("{\"mode\": \"sweep\"}");
            account.later(Duration.ofHours(6));

            account.backfill("{\"mode\": \"sweep\"}");

            assertThat(account.calls()).hasSize(1 + 1 + 101);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plan, provision",
        "plan, nodes",
        "plan, tags",
        "sweep, provision",
        "sweep, nodes",
        "sweep, tags"
    })
    void rulesThatNeedNoProfilesReadNone(String mode, String rule) {
        try (SweptAccount account =
                SweptAccount.with(
                        "ProvisionMode", "enforce",
                        "ProvisionFor", "all",
                        "NodeRoleMode", "enforce",
                        "TagMode", "enforce",
                        "TagPolicy", POLICY.replace("\"iam:instance-profile\"", "\"iam:role\""))) {
            fill(account, 20);
            account.profile("deployer", "deployer");
            account.later(Duration.ofHours(1));
            account.forget();

            account.backfill("{\"mode\": \"%s\", \"rules\": [\"%s\"]}".formatted(mode, rule));

            assertThat(account.calls())
                    .containsExactly("GetAccountAuthorizationDetails", "ListInstanceProfiles");
        }
    }

    /// The repair of `prod-web` affects two roles. One of them gets a profile.
    @Test
    void readsNothingTwiceToEvaluateWhatARepairAffects() {
        try (SweptAccount account =
                SweptAccount.with("ProvisionMode", "enforce", "ExemptNames", "deployer")) {
            account.role("web");
            account.role("evil");
            account.profile("prod-web", "web");
            account.profile("evil-2", "evil");
            account.later(Duration.ofHours(1));
            account.backfill("{\"mode\": \"sweep\"}");
            SweptAccount.remove(account.as("mallory"), "evil-2", "evil");
            SweptAccount.remove(account.as("mallory"), "prod-web", "web");
            SweptAccount.add(account.as("mallory"), "prod-web", "evil");
            account.later(Duration.ofHours(1));

            account.backfill("{\"mode\": \"sweep\"}");

            assertThat(account.calls())
                    .containsExactly(
                            "GetAccountAuthorizationDetails",
                            "ListInstanceProfiles",
                            "GetInstanceProfile",
                            "RemoveRoleFromInstanceProfile",
                            "AddRoleToInstanceProfile",
                            "GetAccountSummary",
                            "GetRole",
                            "ListInstanceProfilesForRole",
                            "CreateInstanceProfile",
                            "AddRoleToInstanceProfile",
                            "GetInstanceProfile", // evil, which is new and may have a guard tag
                            "GetInstanceProfile"); // evil-2, which may have one too
        }
    }

    @Test
    void keepsToItsRateLimit() {
        try (SweptAccount account = SweptAccount.with("SweepRequestsPerSecond", "5")) {
            fill(account, 100);
            Instant before = account.sandbox().clock().instant();

            account.backfill("{\"mode\": \"plan\"}");

            int calls = account.calls().size() - 1;
            Duration took = Duration.between(before, account.sandbox().clock().instant());
            assertThat(calls).isGreaterThan(100);
            assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(calls * 200L));
        }
    }

    @Test
    void continuesWhenItIsThrottled() {
        try (SweptAccount account = SweptAccount.with()) {
            fill(account, 20);
            account.sandbox().faults().set("throttle", "0.3");

            Object counts = SweptAccount.counts(account.backfill("{\"mode\": \"sweep\"}"), "guard");

            assertThat(counts).hasToString("{not-guarded=10, recorded=10}");
        }
    }

    /// Half of the profiles are guarded by name. The quota is a thousand roles; one exists already.
    private static void fill(SweptAccount account, int size) {
        for (int i = 0; i < size; i++) {
            String name = "%s-%04d".formatted(i % 2 == 0 ? "prod" : "dev", i);
            if (i < size - 1) {
                account.role(name);
            }
            account.profile(name, i < size - 1 ? name : "prod-0000");
        }
    }

    private static final String POLICY =
            "{\"tags\": {\"Owner\": {\"tag_key\": {\"@@assign\": \"Owner\"},"
                    + " \"enforced_for\": {\"@@assign\": [\"iam:role\","
                    + " \"iam:instance-profile\"]}}}}";
}
