package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.Tag;

/// Sweeps with a tag policy in Parameter Store, which people change while Backfill runs.
class TagPolicyInSweepsTest {
    /// With an older policy than TagEnforcer's, the two would undo each other's changes.
    @Test
    void aSweepActsByTheSamePolicyAsTagEnforcer() {
        start("enforce");
        put(POLICY);
        account.role("web");
        sweep();
        assertThat(tags("web")).containsEntry("CostCenter", "100");

        put(POLICY.replace("\"CostCenter\"", "\"COSTCENTER\""));
        account.later(Duration.ofMinutes(6));
        account.sandbox().faults().set("lose", "0");
        account.after(
                "alice",
                iam ->
                        iam.tagRole(r ->
                                r.roleName("web")
                                        .tags(Tag.builder().key("Note").value("x").build())));
        Map<String, String> afterTheEvent = tags("web");
        sweep();
        account.later(Duration.ofMinutes(1));
        sweep();

        assertThat(afterTheEvent)
                .containsEntry("COSTCENTER", "100")
                .doesNotContainKey("CostCenter");
        assertThat(tags("web")).isEqualTo(afterTheEvent);
        assertThat(account.calls()).doesNotContain("TagRole", "UntagRole");
    }

    @Test
    void aPolicyThatChangedCountsFromTheNextSweepOnWithoutAnEvent() {
        start("enforce");
        put(POLICY);
        account.role("web");
        sweep();

        put(POLICY.replace("\"CostCenter\"", "\"COSTCENTER\""));
        account.later(Duration.ofMinutes(6));
        sweep();

        assertThat(tags("web")).containsEntry("COSTCENTER", "100").doesNotContainKey("CostCenter");
    }

    @Test
    void aSweepReadsThePolicyOnce() {
        start("enforce");
        put(POLICY);
        for (String name : List.of("a", "b", "c")) {
            account.role(name);
            account.profile(name, name);
        }
        account.later(Duration.ofMinutes(6));
        sweep();

        assertThat(account.calls()).containsOnlyOnce("GetParameter");
    }

    /// Also in a new execution environment, which never had a good policy.
    @ParameterizedTest
    @ValueSource(strings = {"{\"tags\": {\"Owner\": 7}}", "no JSON", "[]"})
    void aPolicyThatCannotBeUsedStopsTheRuleForTagsOnly(String policy) {
        start("enforce");
        put(policy);
        account.role("web");
        account.profile("prod-web", "web");

        Map<String, Object> first = sweep();

        assertThat(first).containsEntry("failed", 0);
        assertThat(String.valueOf(first.get("faults")))
                .contains(
                        "The tags of no role or profile are checked, because the tag policy cannot"
                                + " be used: TagPolicy");
        assertThat(shown("prod-web")).contains("\"baseline\"");
        assertThat(account.finding("delivery-fault").get("subject"))
                .isEqualTo("parameter/tags/policy");
        assertThat(alarm()).isEqualTo("ALARM");
        assertThat(tags("web")).isEmpty();
    }

    @Test
    void theFindingIsResolvedBySweepsWithAGoodPolicy() {
        start("enforce");
        put(POLICY);
        account.role("web");
        sweep();
        put("no JSON");
        account.later(Duration.ofMinutes(6));
        sweep();
        List<String> during = mails();
        put(POLICY);
        account.later(Duration.ofMinutes(10));
        Map<String, Object> last = sweep();

        String finding = "delivery-fault: parameter/tags/policy";
        assertThat(during).containsOnlyOnce("[WARNING] " + finding);
        assertThat(mails()).containsOnlyOnce("[RESOLVED] " + finding);
        assertThat(String.valueOf(last.get("faults"))).isEqualTo("[]");
        assertThat(alarm()).isEqualTo("OK");
    }

    @Test
    void aParameterThatIsMissingIsNamedWithTheCommandThatCreatesIt() {
        start("enforce");

        assertThat(String.valueOf(sweep().get("faults")))
                .contains(
                        "Parameter Store has no parameter /tags/policy in this region. Create it:"
                                + " aws ssm put-parameter");
    }

    @Test
    void aRuleThatIsOffHasNoFault() {
        start("off");
        put("no JSON");
        account.role("web");

        assertThat(String.valueOf(sweep().get("faults"))).isEqualTo("[]");
        assertThat(String.valueOf(account.backfill(ONLY_TAGS).get("lines")))
                .contains("No role or profile was evaluated");
    }

    /// The other items of the plan are applied.
    @Test
    void anItemOfAPlanIsRefusedWhileThePolicyCannotBeUsed() {
        start("enforce", "ProvisionMode", "enforce", "ProvisionFor", "all", "SweepMode", "off");
        put(POLICY);
        account.role("web");
        account.later(Duration.ofHours(1));
        Object plan = account.backfill("{\"mode\": \"plan\"}").get("plan");
        put("no JSON");
        account.later(Duration.ofMinutes(6));

        Map<String, Object> applied =
                account.backfill("{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan));

        assertThat(String.valueOf(applied.get("lines")))
                .contains("the tag policy cannot be used: TagPolicy is not a JSON object");
        assertThat(tags("web")).isEmpty();
        assertThat(account.profiles()).containsKey("web");
    }

    /// Nobody learns from Backfill's settings what is wrong if it does not start.
    @Test
    void backfillShowsItsSettingsWithoutThePolicy() {
        start("enforce");

        assertThat(account.sandbox().lambda().invoke("Backfill", SHOW))
                .isInstanceOf(InvocationResponse.Returned.class);
    }

    private static final String SHOW = "{\"show\": {\"settings\": true}}";
    private static final String ONLY_TAGS = "{\"mode\": \"sweep\", \"rules\": [\"tags\"]}";
    private static final String POLICY =
            """
            {"tags": {"costcenter": {"tag_key": {"@@assign": "CostCenter"},
              "enforced_for": {"@@assign": ["iam:role"]},
              "report_required_tag_for": {"@@assign": ["iam:role"]}}}}\
            """;

    private SweptAccount account = SweptAccount.with();

    private void start(String tagMode, String... more) {
        account.close();
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "TagMode", tagMode,
                                "TagPolicy", "ssm:/tags/policy",
                                "TagDefaults", "CostCenter=100",
                                "SweepMode", "sweep",
                                "SweepSchedule", "rate(30 days)",
                                "FindingsTopic", "arn:aws:sns:us-east-1:123456789012:alerts"));
        all.addAll(List.of(more));
        account = SweptAccount.with(all.toArray(String[]::new));
    }

    private Map<String, Object> sweep() {
        return account.backfill("{\"mode\": \"sweep\"}");
    }

    private void put(String policy) {
        account.sandbox().parameters().put("/tags/policy", policy);
    }

    private Map<String, String> tags(String role) {
        return account.as("admin").listRoleTags(r -> r.roleName(role)).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private String shown(String profile) {
        return account.sandbox()
                .lambda()
                .invoke("ProfileGuard", "{\"show\": {\"profile\": \"%s\"}}".formatted(profile))
                .payload();
    }

    private List<String> mails() {
        return account.sandbox().notifications().messages().stream()
                .map(each -> String.valueOf(each.subject()))
                .toList();
    }

    private String alarm() {
        return account.sandbox().alarms().stream()
                .filter(alarm -> alarm.name().equals("DeliveryFaultsAlarm"))
                .map(alarm -> alarm.state().name())
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void close() {
        account.close();
    }
}
