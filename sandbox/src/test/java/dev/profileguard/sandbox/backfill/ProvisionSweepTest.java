package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The roles for which a sweep creates a profile. CloudTrail's event history names their creators
/// for 90 days.
class ProvisionSweepTest {
    @Test
    void aRoleThatAPersonCreatedGetsItsProfile() {
        account.role("web");
        account.later(Duration.ofHours(1));

        account.backfill(SWEEP);

        assertThat(account.profiles()).containsEntry("web", "web");
    }

    @Test
    void aRoleThatTerraformCreatedIsLeftAlone() {
        account.sandbox()
                .account()
                .as(Sandbox.user("ci"), "HashiCorp/1.0 Terraform/1.13.3", "198.51.100.9")
                .createRole(r -> r.roleName("web").assumeRolePolicyDocument(TRUST));
        account.later(Duration.ofHours(1));

        Map<String, Object> swept = account.backfill(SWEEP);

        assertThat(account.profiles()).doesNotContainKey("web");
        assertThat(SweptAccount.counts(swept, "provision"))
                .hasToString("{left-to-code=1, never-touched=1}");
    }

    @Test
    void aRoleWithAnUnknownCreatorIsLeftAloneByTheScheduleAndNotByAPlan() {
        account.role("web");
        account.later(Duration.ofHours(1));
        account.sandbox().pastCalls().forget();

        Map<String, Object> swept = account.backfill(SWEEP);

        assertThat(account.profiles()).doesNotContainKey("web");
        assertThat(SweptAccount.counts(swept, "provision"))
                .hasToString("{left-to-code=1, never-touched=1}");

        Map<String, Object> plan =
                account.backfill("{\"mode\": \"plan\", \"rules\": [\"provision\"]}");
        account.backfill("{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan")));

        assertThat(account.profiles()).containsEntry("web", "web");
    }

    @Test
    void aRoleOfAGuardedProfilesBaselineGetsNoProfile() {
        account.role("web");
        account.profile("prod-web", "web");
        account.backfill("{\"mode\": \"sweep\"}");
        account.later(Duration.ofHours(1));
        SweptAccount.remove(account.as("mallory"), "prod-web", "web");
        account.later(Duration.ofHours(1));

        Map<String, Object> swept = account.backfill("{\"mode\": \"sweep\"}");

        assertThat(account.profiles()).containsEntry("prod-web", "web").doesNotContainKey("web");
        assertThat(SweptAccount.counts(swept, "guard")).hasToString("{revert=1}");
    }

    @Test
    void aDeletedProfileMakesRoomForARoleThatThePassedQuotaLeftWithoutOne() {
        account.role("zed");
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);
        SweptAccount.remove(account.as("mallory"), "zed", "zed");
        account.as("mallory").deleteRole(r -> r.roleName("zed"));
        account.role("alpha");
        account.fillUpTo(0);
        account.later(Duration.ofHours(1));

        Map<String, Object> swept = account.backfill(SWEEP);

        assertThat(SweptAccount.counts(swept, "provision"))
                .hasToString("{never-touched=1, provision=1, quota-reached=1, retire=1}");
        assertThat(account.profiles()).containsEntry("alpha", "alpha").doesNotContainKey("zed");
    }

    /// IAM spells a role as the call that created it, whatever a request calls it.
    @Test
    void aRolesCreatorIsFoundWhateverTheCaseOfTheNameInTheRequest() {
        account.role("web");
        account.later(Duration.ofHours(1));

        account.backfill("{\"mode\": \"sweep\", \"rules\": [\"provision\"], \"names\": [\"WEB\"]}");

        assertThat(account.lookups()).containsExactly("web");
        assertThat(account.profiles()).containsEntry("web", "web");
    }

    @Test
    void cloudTrailIsNotReadForARoleOlderThanItsHistory() {
        account.role("web");
        account.later(Duration.ofDays(91));

        account.backfill(SWEEP);

        assertThat(account.lookups()).isEmpty();
    }

    @Test
    void withoutCloudTrailARoleIsLeftForTheNextSweepAndAPlanIsStored() {
        account.role("web");
        account.later(Duration.ofHours(1));
        account.sandbox().faults().set("fail", "LookupEvents:2");

        Map<String, Object> swept = account.backfill(SWEEP);
        Map<String, Object> plan =
                account.backfill("{\"mode\": \"plan\", \"rules\": [\"provision\"]}");

        assertThat(account.lookups()).hasSize(2);
        assertThat(SweptAccount.counts(swept, "provision"))
                .hasToString("{failed=1, never-touched=1}");
        assertThat(SweptAccount.counts(plan, "provision"))
                .hasToString("{never-touched=1, provision=1}");
        account.backfill(SWEEP);
        assertThat(account.profiles()).containsEntry("web", "web");
    }

    private static final String SWEEP = "{\"mode\": \"sweep\", \"rules\": [\"provision\"]}";
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final SweptAccount account =
            SweptAccount.with("ProvisionMode", "enforce", "ExemptNames", "deployer");

    @AfterEach
    void close() {
        account.close();
    }
}
