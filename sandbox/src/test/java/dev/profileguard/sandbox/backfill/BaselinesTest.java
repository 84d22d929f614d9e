package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.AccountUnderTest.add;
import static dev.profileguard.sandbox.AccountUnderTest.remove;
import static dev.profileguard.sandbox.backfill.SweptAccount.counts;
import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.IamClient;

/// The manual requests about baselines.
class BaselinesTest {
    @Test
    void showsWhatIsRecordedSinceWhenAndByWhom() {
        assertThat(baselines("list", "{}"))
                .contains("\"profile\":\"prod-db\",\"role\":\"db\"", "\"state\":\"proven\"")
                .contains("\"profile\":\"prod-web\",\"role\":\"web\"", "\"earlier\":0");
        assertThat(baselines("list", "{\"names\": [\"*WEB\"]}")).doesNotContain("prod-db");
        assertThat(baselines("list", "{\"after\": \"prod-db\"}")).doesNotContain("prod-db");
        assertThat(account.calls()).as("calls to IAM").isEmpty();

        assertThat(baselines("show", "{\"profile\": \"prod-web\"}"))
                .contains("\"drift\":[]", "\"by\":\"unknown\"", "\"path\":\"/\"");
    }

    @Test
    void showsWhatDiffersNowByOneList() {
        swap(account.as("mallory"), "web", "evil");
        account.forget();

        assertThat(baselines("diff", "{}"))
                .contains("\"profile\":\"prod-web\",\"drift\":[\"RoleSwapped\"]")
                .contains("\"role\":\"evil\"")
                .doesNotContain("prod-db");
        assertThat(account.calls()).containsExactly("ListInstanceProfiles");
    }

    @Test
    void goesBackToAnEarlierBaselineWhichASweepPutsBackAfterTheGrace() {
        adopted("web-v2");
        assertThat(baselines("history", "{\"profile\": \"prod-web\"}"))
                .contains("\"state\":\"proven\",\"role\":\"web\"");

        Map<String, Object> plan = plan("restore", "{\"profile\": \"prod-web\"}");
        assertThat(String.valueOf(plan.get("changes")))
                .contains("change the role from role web-v2", "to role web (AROA");
        assertThat(apply(plan)).isEqualTo(Map.of("adopted", 1));
        sweep();
        account.later(Duration.ofHours(1));
        sweep();

        assertThat(account.roleIn("prod-web")).isEqualTo("web");
        assertThat(baselines("show", "{\"profile\": \"prod-web\"}"))
                .contains("a manual invocation (baselines restore)", "\"drift\":[]");
        assertThat(baselines("history", "{\"profile\": \"prod-web\"}"))
                .contains("\"role\":\"web-v2\"");
    }

    @Test
    void restoresNoRoleThatWasCreatedAgain() {
        adopted("web-v2");
        account.as("admin").deleteRole(r -> r.roleName("web"));
        account.role("web");

        assertThat(baselines("restore", "{\"profile\": \"prod-web\"}"))
                .contains("\"decision\":\"refused\"")
                .doesNotContain("\"plan\":")
                .contains("role web was deleted and created again: its ID was AROA");
    }

    @Test
    void approvesProvisionalBaselinesThatIamShows() {
        provisional("prod-new", "evil");
        provisional("prod-other", "evil");
        assertThat(baselines("list", "{}")).contains("\"state\":\"provisional\"");

        Map<String, Object> plan = plan("approve", "{\"names\": [\"prod-n*\"]}");
        assertThat(apply(plan)).isEqualTo(Map.of("adopted", 1));

        assertThat(state("prod-new")).isEqualTo("proven");
        assertThat(state("prod-other")).isEqualTo("provisional");
    }

    @Test
    void approvesNothingIfOneProfileLooksDifferentNow() {
        provisional("prod-new", "evil");
        provisional("prod-other", "evil");
        account.withoutEvents("mallory", iam -> remove(iam, "prod-other", "evil"));

        assertThat(baselines("approve", "{\"names\": [\"*\"]}"))
                .contains("1 of 2 changes are not possible", "RoleMissing")
                .doesNotContain("\"plan\":");
    }

    @Test
    void importsWhatIamShowsAndKeepsWhatIsRecordedLikeThat() {
        account.profile("batch", "db");

        Map<String, Object> plan =
                plan(
                        "import",
                        """
                        {"baselines": [{"profile": "batch", "role": "db"},
                          {"profile": "prod-web", "role": "web"}]}\
                        """);

        assertThat(plan).containsEntry("changed", 1).containsEntry("same", 1);
        assertThat(apply(plan)).isEqualTo(Map.of("adopted", 1));
        assertThat(baselines("show", "{\"profile\": \"batch\"}"))
                .contains("a manual invocation (baselines import)", "\"state\":\"proven\"");
    }

    /// Whoever may only invoke functions gets no role into a profile.
    @Test
    void importsNoRoleThatNobodyTrustedEverPutIn() {
        account.profile("batch", null);

        assertThat(
                        baselines(
                                "import",
                                """
                                {"baselines": [{"profile": "batch", "role": "db"},
                                  {"profile": "prod-web", "role": "evil"},
                                  {"profile": "prod-db", "role": "db", "tags": {"a": "b"}}]}\
                                """))
                .contains("2 of 3 changes are not possible, so nothing is planned")
                .contains("IAM shows no role in it", "IAM shows role web in it")
                .contains("aws iam add-role-to-instance-profile")
                .doesNotContain("\"plan\":");
    }

    @Test
    void removesWhatIsNotInTheImport() {
        Map<String, Object> plan = plan("import", "{\"remove\": [\"prod-db\"]}");
        assertThat(apply(plan)).isEqualTo(Map.of("guard-ended", 1));

        assertThat(baselines("list", "{}")).doesNotContain("prod-db");
        assertThat(baselines("history", "{\"profile\": \"prod-db\"}")).contains("\"role\":\"db\"");
    }

    @Test
    void isTheSameAgainAfterAnExportIsImported() throws IOException {
        Map<String, Object> exported = json(baselines("export", "{}"));
        String entries = JSON.std.asString(Map.of("baselines", list(exported.get("baselines"))));
        account.sandbox().dynamo().deleteItem(r -> r.tableName(TABLE).key(key("prod-web")));

        Map<String, Object> plan = plan("import", entries);
        assertThat(plan).containsEntry("changed", 1).containsEntry("same", 1);
        apply(plan);

        assertThat(json(baselines("export", "{}")).get("baselines"))
                .isEqualTo(exported.get("baselines"));
        assertThat(json(baselines("import", entries)))
                .doesNotContainKey("plan")
                .containsEntry("changed", 0);
    }

    @Test
    void appliesNothingOfAPlanIfOneProfileChangedSince() {
        Map<String, Object> plan =
                plan(
                        "import",
                        """
                        {"baselines": [{"profile": "prod-db", "tags": {"a": "b"}},
                          {"profile": "prod-web", "tags": {"a": "b"}}]}\
                        """);
        swap(account.as("mallory"), "web", "evil");

        Map<String, Object> applied = account.backfill(request(plan));

        assertThat(counts(applied, "baselines")).isEqualTo(Map.of("failed", 1));
        assertThat(lines(applied).toString()).contains("Nothing of the plan was applied");
        assertThat(baselines("export", "{}")).doesNotContain("\"a\":\"b\"");
    }

    @Test
    void canBeAppliedAgain() {
        Map<String, Object> plan = plan("import", "{\"baselines\": [" + TAGGED + "]}");
        apply(plan);

        Map<String, Object> again = account.backfill(request(plan));

        assertThat(counts(again, "baselines")).isEmpty();
        assertThat(again).containsEntry("failed", 0);
    }

    /// Many may write to all tables of an account.
    @Test
    void aPlanThatSomebodyChangedInTheTableIsNotApplied() {
        Map<String, Object> plan = plan("import", "{\"baselines\": [" + TAGGED + "]}");
        account.sandbox()
                .dynamo()
                .updateItem(r ->
                        r.tableName("profile-guard-PlanTable")
                                .key(
                                        Map.of(
                                                "plan",
                                                AttributeValue.fromS(
                                                        String.valueOf(plan.get("plan"))),
                                                "item",
                                                AttributeValue.fromS("prod-db")))
                                .updateExpression("SET wanted = :w")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":w",
                                                AttributeValue.fromS(
                                                        "{\"profile\": \"prod-db\", \"role\":"
                                                                + " \"evil\"}"))));

        Map<String, Object> applied = account.backfill(request(plan));

        assertThat(applied).containsEntry("failed", 1);
        assertThat(lines(applied).toString()).contains("nobody trusted ever put role evil");
    }

    @Test
    void aPlanOfWhichAPartIsMissingIsNotApplied() {
        Map<String, Object> first =
                plan("import", "{\"last\": false, \"baselines\": [" + TAGGED + "]}");
        assertThat(account.refusal(request(first))).contains("there is no complete plan");

        Map<String, Object> second =
                plan(
                        "import",
                        "{\"plan\": \"%s\", \"part\": 2, \"remove\": [\"prod-web\"]}"
                                .formatted(first.get("plan")));
        assertThat(apply(second)).isEqualTo(Map.of("adopted", 1, "guard-ended", 1));
    }

    @Test
    void refusesWhatIsNoBaseline() {
        for (String entry :
                List.of(
                        "{\"profile\": \"a b\"}",
                        "{\"profile\": \"web\", \"rol\": \"web\"}",
                        "{\"profile\": \"web\", \"path\": \"team\"}",
                        "{\"profile\": \"web\", \"role\": 7}",
                        "{\"profile\": \"web\", \"tags\": {\"a\": 1}}")) {
            assertThat(account.refusal(request("import", "{\"baselines\": [" + entry + "]}")))
                    .contains("IllegalArgumentException", "baselines[0]");
        }
        assertThat(
                        account.refusal(
                                request(
                                        "import",
                                        "{\"baselines\": [%s, %s]}".formatted(TAGGED, TAGGED))))
                .contains("is there twice");
        assertThat(account.refusal(request("import", "{\"account\": \"210987654321\"}")))
                .contains("The baselines are of account 210987654321");
    }

    private static final String TABLE = "profile-guard-BaselineTable";
    private static final String TAGGED = "{\"profile\": \"prod-db\", \"tags\": {\"a\": \"b\"}}";

    private final SweptAccount account = SweptAccount.with();

    @BeforeEach
    void record() {
        List.of("web", "web-v2", "db", "evil").forEach(account::role);
        account.profile("prod-web", "web");
        account.profile("prod-db", "db");
        sweep();
        account.later(Duration.ofHours(1));
        account.forget();
    }

    @AfterEach
    void close() {
        account.close();
    }

    private void sweep() {
        account.backfill("{\"mode\": \"sweep\"}");
    }

    @Test
    void comparesAsManyAsFitIntoAnAnswerWithOneListOfProfiles() {
        Map<String, AttributeValue> row =
                account.sandbox()
                        .dynamo()
                        .getItem(r -> r.tableName(TABLE).key(key("prod-web")))
                        .item();
        for (int i = 0; i < 1_100; i++) {
            Map<String, AttributeValue> copy = new HashMap<>(row);
            copy.put("profile", AttributeValue.fromS("copy-" + i));
            copy.put("name", AttributeValue.fromS("copy-" + i));
            account.sandbox().dynamo().putItem(r -> r.tableName(TABLE).item(copy));
        }
        account.forget();

        Map<String, Object> answer = plan("diff", "{}");

        assertThat(list(answer.get("baselines"))).hasSize(1_100);
        assertThat(answer.get("next")).isNull();
        assertThat(account.calls()).containsExactly("ListInstanceProfiles");
    }

    @Test
    void aPartIsTakenOnceAndOnlyAfterThoseBeforeIt() {
        Object plan =
                plan("import", "{\"last\": false, \"baselines\": [" + TAGGED + "]}").get("plan");

        assertThat(refusedImport("\"plan\": \"baselines-mine\", \"part\": 2"))
                .contains("part 1 of the plan is not there");
        assertThat(refusedImport("\"plan\": \"%s\", \"part\": 3".formatted(plan)))
                .contains("part 2 of the plan is not there");
        assertThat(
                        refusedImport(
                                "\"plan\": \"%s\", \"part\": 2, \"baselines\": [%s]"
                                        .formatted(plan, TAGGED)))
                .contains("is there twice");
        assertThat(refusedImport("\"plan\": \"%s\"".formatted(plan)))
                .contains("import.plan must be what the answer to part 1 says");

        plan("import", "{\"plan\": \"%s\", \"part\": 2}".formatted(plan));
        assertThat(refusedImport("\"plan\": \"%s\", \"part\": 2".formatted(plan)))
                .contains("the plan has that part already");
    }

    @Test
    void aNameThatIsNoTextIsRefused() {
        assertThat(refusedImport("\"remove\": [null]")).contains("remove[0] must be the name of");
        assertThat(refusedImport("\"last\": \"no\"")).contains("import.last must be true or false");
        assertThat(account.refusal(request("list", "{\"names\": [1]}")))
                .contains("list.names must be a list of names");
        assertThat(
                        refusedImport(
                                "\"baselines\": [{\"profile\": \"a\", \"tags\": {\"A\":"
                                        + " \"\\u001b\"}}]"))
                .contains("baselines[0].tags must be tags with values");
        assertThat(account.refusal("{\"baselines\": {\"list\": {}}, \"mode\": \"plan\"}"))
                .contains("the field 'mode' cannot be in a request about baselines");
    }

    private String refusedImport(String fields) {
        return account.refusal(request("import", "{%s}".formatted(fields)));
    }

    /// The admin puts another role into prod-web, and adopts it.
    private void adopted(String role) {
        swap(account.as("admin"), "web", role);
        account.sandbox()
                .lambda()
                .invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"prod-web\"}}");
        account.later(Duration.ofHours(1));
    }

    private static void swap(IamClient iam, String before, String after) {
        remove(iam, "prod-web", before);
        add(iam, "prod-web", after);
    }

    private void provisional(String profile, String role) {
        account.sandbox().faults().set("lose", "0");
        account.after(
                "mallory",
                iam -> {
                    iam.createInstanceProfile(r -> r.instanceProfileName(profile));
                    add(iam, profile, role);
                });
    }

    private String state(String profile) {
        return String.valueOf(
                json(baselines("show", "{\"profile\": \"%s\"}".formatted(profile))).get("state"));
    }

    private String baselines(String command, String fields) {
        Map<String, Object> answer = account.backfill(request(command, fields));
        try {
            return JSON.std.asString(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> plan(String command, String fields) {
        return json(baselines(command, fields));
    }

    private Map<String, Object> apply(Map<String, Object> plan) {
        account.later(Duration.ofMinutes(1));
        Map<String, Object> applied = account.backfill(request(plan));
        assertThat(applied).containsEntry("failed", 0);
        return counts(applied, "baselines");
    }

    private static String request(Map<String, Object> plan) {
        return "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan"));
    }

    private static String request(String command, String fields) {
        return "{\"baselines\": {\"%s\": %s}}".formatted(command, fields);
    }

    private static Map<String, Object> json(String text) {
        return SweptAccount.json(text);
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static Map<String, AttributeValue> key(String profile) {
        return Map.of("profile", AttributeValue.fromS(profile));
    }
}
