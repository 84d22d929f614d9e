package dev.profileguard.sandbox.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.IamClient;

/// Mallory may call `lambda:InvokeFunction`, and `ManualRequests` is `show`.
class ManualRequestsTest {
    private final NotifiedAccount account =
            NotifiedAccount.with(
                    "ManualRequests", "show",
                    "SweepMode", "sweep",
                    "ProvisionMode", "enforce",
                    "ProvisionDelaySeconds", "0",
                    "TagMode", "enforce",
                    "TagPolicy",
                            "{\"tags\": {\"Owner\": {\"tag_key\": {\"@@assign\": \"Owner\"},"
                                    + " \"enforced_for\": {\"@@assign\": [\"iam:role\"]}}}}",
                    "TagDefaults", "Owner=nobody");

    @BeforeEach
    void allow() {
        account.allow(
                "mallory",
                Stream.of("ProfileGuard", "ProfileProvisioner", "TagEnforcer", "Backfill")
                        .map(Grant::invoking)
                        .toArray(Grant[]::new));
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void malloryCannotMakeTheChangesHerself() {
        IamClient mallory = account.as("mallory");

        assertThatThrownBy(() -> NotifiedAccount.swap(mallory))
                .hasMessageContaining("iam:RemoveRoleFromInstanceProfile");
        assertThatThrownBy(() -> NotifiedAccount.createProfile(mallory, "evil"))
                .hasMessageContaining("iam:CreateInstanceProfile");
        assertThatThrownBy(() -> account.invokeAs("eve", "Backfill", "{}"))
                .hasMessageContaining("not authorized to perform: lambda:InvokeFunction");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ProfileGuard | {"adopt": {"profile": "prod-web"}} | TrustedPrincipals
                    ProfileGuard | {"release": {"profile": "prod-web", "minutes": 60, "reason": "x"}} | TrustedPrincipals
                    ProfileGuard | {} | TrustedPrincipals
                    ProfileGuard | {"show": {"profile": "prod-web"}, "adopt": {"profile": "prod-web"}} | TrustedPrincipals
                    ProfileProvisioner | {"check": {"role": "evil"}} | Create the profile
                    TagEnforcer | {"check": {"role": "evil"}} | Set the tags
                    Backfill | {"mode": "apply"} | mode of the function to enforce
                    Backfill | {"mode": "apply", "plan": "p"} | mode of the function to enforce
                    Backfill | {"mode": "sweep", "names": ["prod-web"]} | mode of the function to enforce
                    Backfill | {"mode": "sweep", "rules": ["guard"]} | mode of the function to enforce
                    Backfill | {"baselines": {"approve": {"names": ["*"]}}} | profile-guard=locked
                    Backfill | {"baselines": {"restore": {"profile": "prod-web"}}} | TrustedPrincipals
                    Backfill | {"baselines": {"import": {"remove": ["prod-web"]}}} | TrustedPrincipals
                    Backfill | {"mode": "apply", "plan": "baselines-p"} | mode of the function to enforce
                    """)
    void whatChangesSomethingIsRefusedAndSaysWhatToDoInstead(
            String function, String request, String instead) {
        Map<String, AttributeValue> before = baseline();
        account.forget();

        assertThat(invoke(function, request))
                .contains("ManualRequests is show", "does not say who made it", instead)
                .contains("ManualRequests=all");

        assertThat(account.calls()).isEmpty();
        assertThat(account.findings()).isEmpty();
        assertThat(baseline()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ProfileGuard | {"show": {"profile": "prod-web"}} | matches its baseline
                    ProfileProvisioner | {"show": {"role": "evil"}} | wouldDecide
                    TagEnforcer | {"show": {"role": "evil"}} | shown
                    Backfill | {"mode": "plan"} | "mode":"plan"
                    Backfill | {} | "mode":"plan"
                    Backfill | {"mode": "sweep"} | "mode":"sweep"
                    Backfill | {"baselines": {"list": {}}} | prod-web
                    Backfill | {"baselines": {"history": {"profile": "prod-web"}}} | earlier
                    """)
    void whatChangesNothingAndWhatTheScheduleSendsIsTaken(
            String function, String request, String answer) {
        assertThat(invoke(function, request)).contains(answer).doesNotContain("ManualRequests");
    }

    @Test
    void eventsAndTheScheduledSweepWorkAsBefore() {
        account.after("eve", NotifiedAccount::swap);
        assertThat(account.role()).isEqualTo("web");

        account.withoutEvents("eve", NotifiedAccount::swap);
        account.sandbox().advance(Duration.ofHours(7));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.entries())
                .noneMatch(entry ->
                        entry.kind() == Entry.Kind.INVOCATION
                                && String.valueOf(entry.outcome()).contains("ManualRequests"));
    }

    @Test
    void withoutAScheduleNoSweepIsTaken() {
        try (NotifiedAccount without =
                NotifiedAccount.with("ManualRequests", "show", "SweepMode", "off")) {
            without.allow("mallory", Grant.invoking("Backfill"));
            assertThat(without.invokeAs("mallory", "Backfill", "{\"mode\": \"sweep\"}"))
                    .contains("ManualRequests is show");
        }
    }

    private String invoke(String function, String request) {
        return account.invokeAs("mallory", function, request);
    }

    private Map<String, AttributeValue> baseline() {
        return account.sandbox()
                .dynamo()
                .getItem(r ->
                        r.tableName("profile-guard-BaselineTable")
                                .key(Map.of("profile", AttributeValue.fromS("prod-web"))))
                .item();
    }
}
