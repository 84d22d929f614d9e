package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What a sweep stores about the use of guarded profiles, and what that costs.
class InventorySweepTest {
    @Test
    void theFirstSweepStoresTheUseOfProfilesThatItRecords() {
        account.role("web");
        account.profile("prod-web", "web");
        account.profile("dev-web", "web");
        String instance = run("prod-web");
        run("dev-web");
        account.later(Duration.ofHours(1));

        account.backfill(SWEEP);

        assertThat(usages()).containsOnlyKeys("usage#prod-web");
        assertThat(usages().get("usage#prod-web").get("seen").s()).startsWith("2026-01-05T1");
        assertThat(usages().get("usage#prod-web").get("instances").l())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.m().get("id").s()).isEqualTo(instance),
                        each ->
                                assertThat(each.m().get("association").s())
                                        .startsWith("iip-assoc-"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 200})
    void asksEachRegionOnceHoweverManyProfilesThereAre(int size) {
        account.role("web");
        for (int i = 0; i < size; i++) {
            account.profile("prod-" + i, "web");
        }
        run("prod-0");
        account.later(Duration.ofHours(1));

        account.backfill(SWEEP);

        assertThat(usages()).hasSize(size);
        assertThat(Collections.frequency(account.ec2Calls(), "DescribeInstances"))
                .isEqualTo(regions());
        assertThat(Collections.frequency(account.ec2Calls(), ASSOCIATIONS)).isEqualTo(regions());
        assertThat(Collections.frequency(account.ec2Calls(), "DescribeLaunchTemplateVersions"))
                .isEqualTo(2 * regions());
        assertThat(account.callsOf("autoscaling", "Backfill")).hasSize(2 * regions());
        assertThat(account.callsOf("eks", "Backfill")).isEmpty();
    }

    @Test
    void theNextSweepWritesOnlyItsPointOfTheTrendUntilTheTimeIsADayOld() {
        account.role("web");
        account.profile("prod-web", "web");
        run("prod-web");
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);
        Map<String, AttributeValue> first = usages().get("usage#prod-web");
        account.later(Duration.ofHours(6));
        List<String> database = new ArrayList<>();
        account.sandbox().database().observer(database::add);

        account.backfill(SWEEP);

        assertThat(database).containsOnlyOnce("PutItem").doesNotContain("DeleteItem");
        assertThat(usages().get("usage#prod-web")).isEqualTo(first);

        account.later(Duration.ofHours(20));
        database.clear();
        account.backfill(SWEEP);
        assertThat(database).filteredOn("PutItem"::equals).hasSize(2);
        assertThat(usages().get("usage#prod-web").get("seen")).isNotEqualTo(first.get("seen"));
    }

    @Test
    void storesWhatChanged() {
        account.role("web");
        account.profile("prod-web", "web");
        String instance = run("prod-web");
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);
        account.sandbox().ec2(Sandbox.user("admin"), "us-east-1").terminate(instance);
        account.later(Duration.ofHours(1));

        account.backfill(SWEEP);

        assertThat(usages().get("usage#prod-web")).doesNotContainKey("instances");
    }

    @Test
    void onlyTheFirstInvocationOfASweepAsks() {
        account.role("web");
        for (int i = 0; i < 3; i++) {
            account.profile("prod-" + i, "web");
        }
        account.backfill(SWEEP);
        account.later(Duration.ofHours(1));

        assertThat(account.oneSubjectEach("\"mode\": \"sweep\"")).hasSizeGreaterThan(3);

        assertThat(account.callsOf("autoscaling", "Backfill")).hasSize(2 * regions());
    }

    @Test
    void whatCannotBeAskedIsStoredAndTheSweepGoesOn() {
        account.role("web");
        account.profile("prod-web", "web");
        String instance = run("prod-web");
        account.later(Duration.ofHours(1));
        account.sandbox().faults().set("ec2", "eu-west-1:denied");
        account.sandbox().faults().set("fail", "DescribeAutoScalingGroups:1000");

        Map<String, Object> response = account.backfill(SWEEP);

        assertThat(SweptAccount.counts(response, "guard")).hasToString("{recorded=1}");
        Map<String, AttributeValue> stored = usages().get("usage#prod-web");
        assertThat(stored.get("instances").l().getFirst().m().get("id").s()).isEqualTo(instance);
        assertThat(stored.get("unknown").l())
                .extracting(AttributeValue::s)
                .anyMatch(each -> each.startsWith("eu-west-1: DescribeInstances: Unauthorized"))
                .anyMatch(each -> each.startsWith("us-east-1: DescribeAutoScalingGroups: "));
    }

    @Test
    void aPlanAsksAndStoresNothing() {
        account.role("web");
        account.profile("prod-web", "web");

        account.backfill("{\"mode\": \"plan\"}");

        assertThat(usages()).isEmpty();
        assertThat(account.callsOf("autoscaling", "Backfill")).isEmpty();
    }

    @Test
    void aSweepOverSomeNamesKeepsTheOthers() {
        account.role("web");
        account.profile("prod-web", "web");
        account.profile("prod-db", "web");
        account.backfill(SWEEP);

        account.backfill("{\"mode\": \"sweep\", \"names\": [\"prod-db\"]}");

        assertThat(usages()).containsOnlyKeys("usage#prod-web", "usage#prod-db");
    }

    @Test
    void switchedOffItAsksNothingAndForgets() {
        try (SweptAccount off = SweptAccount.with("SweepInventory", "off")) {
            off.role("web");
            off.profile("prod-web", "web");
            off.sandbox()
                    .dynamo()
                    .putItem(r ->
                            r.tableName(TABLE)
                                    .item(
                                            Map.of(
                                                    "profile",
                                                    AttributeValue.fromS("usage#prod-web"),
                                                    "seen",
                                                    AttributeValue.fromS("2026-01-01T00:00:00Z"))));

            off.backfill(SWEEP);

            assertThat(usages(off)).isEmpty();
            assertThat(off.callsOf("autoscaling", "Backfill")).isEmpty();
        }
    }

    @Test
    void whereNobodyGuardsNothingIsAsked() {
        try (SweptAccount off = SweptAccount.with("GuardMode", "off")) {
            off.role("web");
            off.profile("prod-web", "web");

            off.backfill(SWEEP);

            assertThat(usages(off)).isEmpty();
            assertThat(off.callsOf("autoscaling", "Backfill")).isEmpty();
        }
    }

    @Test
    void associationsAreListedForItWhereNoRoleIsWithheld() {
        try (SweptAccount giving = SweptAccount.with("WithholdRoles", "off")) {
            giving.role("web");
            giving.profile("prod-web", "web");
            giving.sandbox().ec2(Sandbox.user("admin"), "us-east-1").runInstances("prod-web");

            giving.backfill(SWEEP);

            assertThat(usages(giving).get("usage#prod-web").get("instances").l().getFirst().m())
                    .containsKey("association");
        }
    }

    private String run(String profile) {
        return account.sandbox().ec2(Sandbox.user("admin"), "us-east-1").runInstances(profile);
    }

    private int regions() {
        return account.sandbox().ec2(Sandbox.user("admin"), "us-east-1").describeRegions().size();
    }

    private Map<String, Map<String, AttributeValue>> usages() {
        return usages(account);
    }

    private static Map<String, Map<String, AttributeValue>> usages(SweptAccount account) {
        Map<String, Map<String, AttributeValue>> usages = new TreeMap<>();
        account.sandbox().dynamo().scan(r -> r.tableName(TABLE)).items().stream()
                .filter(each -> each.get("profile").s().startsWith("usage#"))
                .forEach(each -> usages.put(each.get("profile").s(), each));
        return usages;
    }

    private static final String TABLE = "profile-guard-BaselineTable";
    private static final String SWEEP = "{\"mode\": \"sweep\"}";
    private static final String ASSOCIATIONS = "DescribeIamInstanceProfileAssociations";

    private final SweptAccount account = SweptAccount.with();

    @AfterEach
    void close() {
        account.close();
    }
}
