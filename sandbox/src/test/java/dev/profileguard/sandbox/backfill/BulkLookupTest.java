package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.counts;
import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;

/// CloudTrail allows two lookups a second: many are answered by the pages of a few operations.
class BulkLookupTest {
    @Test
    void theCreatorsOfManyRolesCostAPageForEachFiftyCalls() {
        try (SweptAccount account = SweptAccount.with(PROVISIONING)) {
            roles(account, 120);
            account.later(Duration.ofHours(1));

            Map<String, Object> plan = account.backfill(PLAN);

            assertThat(counts(plan, "provision")).containsEntry("provision", 121);
            assertThat(account.lookups())
                    .containsExactlyInAnyOrder(
                            "CreateRole", "CreateRole", "CreateRole", "CreateInstanceProfile");
        }
    }

    @Test
    void fewLookupsAreMadeOneByOne() {
        try (SweptAccount account = SweptAccount.with(PROVISIONING)) {
            roles(account, 2);
            account.later(Duration.ofHours(1));

            account.backfill(PLAN);

            assertThat(account.lookups()).containsExactly("deployer", "role-000", "role-001");
        }
    }

    /// The calls of 400 other roles, which are gone, fill eight pages: more than half of the eleven
    /// lookups. The first page of CreateRole shows that.
    @Test
    void stopsWhereThePagesWouldCostMore() {
        try (SweptAccount account = SweptAccount.with(PROVISIONING)) {
            roles(account, 10);
            for (int i = 0; i < 400; i++) {
                account.role("busy");
                account.as("admin").deleteRole(r -> r.roleName("busy"));
                account.sandbox().clock().move(Duration.ofSeconds(10));
            }
            account.later(Duration.ofHours(1));

            Map<String, Object> plan = account.backfill(PLAN);

            assertThat(counts(plan, "provision")).containsEntry("provision", 11);
            assertThat(account.lookups()).hasSizeLessThanOrEqualTo(11 + 2);
        }
    }

    @Test
    void aCloudTrailThatCannotBeAskedForPagesIsAskedOneByOne() {
        try (SweptAccount account = SweptAccount.with(PROVISIONING)) {
            roles(account, 20);
            account.later(Duration.ofHours(1));
            account.sandbox().faults().set("fail", "LookupEvents:1");

            Map<String, Object> plan = account.backfill(PLAN);

            assertThat(counts(plan, "provision")).containsEntry("provision", 21);
            assertThat(account.lookups()).hasSize(22);
        }
    }

    /// A plan of a single profile looks its names up, as there are too few for pages.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void saysTheSameAboutEachProfileAsLookupsOfItsNames(long seed) {
        try (SweptAccount account = SweptAccount.with()) {
            Random random = new Random(seed);
            for (int i = 0; i < DRIFTS; i++) {
                account.role("web-" + i);
                account.role("other-" + i);
                account.profile("prod-" + i, "web-" + i);
            }
            account.later(Duration.ofHours(1));
            account.backfill("{\"mode\": \"sweep\"}");
            account.later(Duration.ofHours(1));
            for (int i = 0; i < DRIFTS; i++) {
                change(account, i, random);
            }
            account.later(Duration.ofHours(1));
            account.forget();

            List<String> all = guard(lines(account.backfill(PLAN)));
            int pages = account.lookups().size();
            List<String> single = new ArrayList<>();
            for (int i = 0; i < DRIFTS; i++) {
                single.addAll(
                        guard(
                                lines(
                                        account.backfill(
                                                "{\"mode\": \"plan\", \"names\": [\"prod-%d\"]}"
                                                        .formatted(i)))));
            }

            assertThat(all).containsExactlyInAnyOrderElementsOf(single);
            assertThat(pages).isLessThan(DRIFTS);
        }
    }

    private static final int DRIFTS = 16;
    private static final String PLAN = "{\"mode\": \"plan\"}";
    private static final String[] PROVISIONING = {
        "ProvisionMode", "enforce", "GuardMode", "off", "NodeRoleMode", "off"
    };

    private static void roles(SweptAccount account, int count) {
        for (int i = 0; i < count; i++) {
            account.role("role-%03d".formatted(i));
        }
    }

    /// A swap by somebody or by the pipeline, within a second or not.
    private static void change(SweptAccount account, int i, Random random) {
        IamClient caller = random.nextBoolean() ? account.as("mallory") : account.asPipeline();
        SweptAccount.remove(caller, "prod-" + i, "web-" + i);
        if (random.nextBoolean()) {
            account.sandbox().clock().move(Duration.ofSeconds(2));
        }
        if (random.nextInt(3) > 0) {
            SweptAccount.add(caller, "prod-" + i, "other-" + i);
        }
        if (random.nextInt(3) == 0) {
            account.sandbox().clock().move(Duration.ofSeconds(random.nextInt(2)));
            IamClient last = random.nextBoolean() ? account.as("mallory") : account.asPipeline();
            if (!String.valueOf(account.profiles().get("prod-" + i)).isEmpty()) {
                SweptAccount.remove(last, "prod-" + i, "other-" + i);
            }
            SweptAccount.add(last, "prod-" + i, random.nextBoolean() ? "web-" + i : "other-" + i);
        }
    }

    private static List<String> guard(List<String> lines) {
        return lines.stream().filter(line -> line.contains("instance-profile/prod-")).toList();
    }
}
