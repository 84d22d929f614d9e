package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.model.Tag;

/// When a baseline table without baselines is a fault.
class EmptyTableTest {
    @Test
    void isReportedUntilSomethingIsRecorded() {
        try (SweptAccount account = SweptAccount.with()) {
            account.role("web");
            account.profile("prod-web", "web");

            assertThat(faultsOfSweep(account))
                    .contains("no baselines, but profiles are guarded (1), such as prod-web");
            assertThat(faultsOfSweep(account)).isEqualTo("[]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "15"})
    void isNoFaultWhereNothingIsGuarded(String canary) {
        try (SweptAccount account =
                SweptAccount.with("CanaryMinutes", canary, "ExemptNames", "prod-x")) {
            account.role("web");
            account.role("x");
            account.profile("web", "web");
            account.profile("prod-x", "x");
            account.profile("prod-without-a-role", null);

            assertThat(faultsOfSweep(account)).isEqualTo("[]");
            assertThat(account.findings()).doesNotContain("delivery-fault");
        }
    }

    /// A pattern that matches everything guards no profile that looks like a service's. IAM's list
    /// does not show that: it has no tags.
    @Test
    void isNoFaultOfASweepThatRecordsNothingBecauseAllIsOfServices() {
        try (SweptAccount account =
                SweptAccount.with("GuardedProfiles", "*", "CanaryMinutes", "off")) {
            account.role("nodes");
            account.profile("team", "nodes");
            account.as("admin")
                    .tagInstanceProfile(r ->
                            r.instanceProfileName("team")
                                    .tags(
                                            Tag.builder()
                                                    .key("karpenter.sh/nodepool")
                                                    .value("x")
                                                    .build()));

            account.backfill(SWEEP);

            assertThat(account.findings()).doesNotContain("delivery-fault");
            assertThat(alarm(account)).isEqualTo("OK");
        }
    }

    /// What somebody has who just deployed: nothing is guarded, for days.
    @Test
    void isNoAlarmWithTheDefaults() {
        try (SweptAccount account =
                SweptAccount.with(
                        "GuardMode", "observe",
                        "GuardedProfiles", "",
                        "TrustedPrincipals", "",
                        "CanaryMinutes", "off")) {
            account.role("web");
            account.profile("web", "web");
            for (int i = 0; i < 5; i++) {
                account.backfill(SWEEP);
                account.later(Duration.ofHours(6));
            }

            assertThat(account.findings()).doesNotContain("delivery-fault");
            assertThat(alarm(account)).isEqualTo("OK");
        }
    }

    @Test
    void isNotHiddenByTheRecordOfTheCanary() {
        try (SweptAccount account = SweptAccount.with("CanaryMinutes", "15")) {
            account.role("web");
            account.profile("prod-web", "web");
            account.backfill(SWEEP);
            account.sandbox().faults().set("lose", "0");
            account.later(Duration.ofMinutes(31));
            loseAllButTheCanarys(account);

            assertThat(keys(account)).singleElement().asString().contains("canaryprofile");
            assertThat(String.valueOf(account.backfill("{\"mode\": \"plan\"}").get("faults")))
                    .contains("no baselines", "such as prod-web");
        }
    }

    private static final String SWEEP = "{\"mode\": \"sweep\"}";
    private static final String TABLE = "profile-guard-BaselineTable";

    private static String faultsOfSweep(SweptAccount account) {
        return String.valueOf(account.backfill(SWEEP).get("faults"));
    }

    private static String alarm(SweptAccount account) {
        return account.sandbox().alarms().stream()
                .filter(alarm -> alarm.name().equals("DeliveryFaultsAlarm"))
                .map(alarm -> alarm.state().name())
                .findFirst()
                .orElseThrow();
    }

    private static void loseAllButTheCanarys(SweptAccount account) {
        for (String key : keys(account)) {
            if (!key.contains("canaryprofile")) {
                Map<String, AttributeValue> item = new TreeMap<>();
                item.put("profile", AttributeValue.fromS(key));
                account.sandbox().dynamo().deleteItem(r -> r.tableName(TABLE).key(item));
            }
        }
    }

    private static List<String> keys(SweptAccount account) {
        return account.sandbox().dynamo().scan(r -> r.tableName(TABLE)).items().stream()
                .map(item -> item.get("profile").s())
                .toList();
    }
}
