package dev.profileguard.sandbox.findings;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.dynamodb.SdkDynamo;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Mallory writes to the table of the baselines, so that ProfileGuard puts her role into a profile.
class ForgedRowTest {
    private static final String SWEEP = "{\"mode\": \"sweep\"}";
    private static final String SWEEP_FAILED = "[WARNING] sweep-failed: account/123456789012";
    private static final String UNREADABLE =
            "[CRITICAL] guard-state-unreadable: instance-profile/prod-web";

    private final NotifiedAccount account = NotifiedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    /// Her own policy allows her to write to every table.
    @Test
    void sheMayNotWriteToTheTableWhateverHerOwnPoliciesAllow() {
        account.allow("mallory", Grant.of("dynamodb:*"));
        Map<String, AttributeValue> forged = row(baseline -> {});
        DynamoDbClient mallory =
                SdkDynamo.of(
                        account.sandbox().database(),
                        account.sandbox().databasePermissions(Sandbox.user("mallory")));

        List<Consumer<DynamoDbClient>> writes =
                List.of(
                        dynamo -> dynamo.putItem(r -> r.tableName(table()).item(forged)),
                        dynamo -> dynamo.deleteItem(r -> r.tableName(table()).key(key())),
                        dynamo ->
                                dynamo.updateItem(r ->
                                        r.tableName(table())
                                                .key(key())
                                                .updateExpression("REMOVE baseline")),
                        dynamo ->
                                dynamo.batchWriteItem(r ->
                                        r.requestItems(
                                                Map.of(
                                                        table(), List.of(put(forged)),
                                                        findings(), List.of(put(finding()))))),
                        dynamo ->
                                dynamo.transactWriteItems(r ->
                                        r.transactItems(
                                                TransactWriteItem.builder()
                                                        .put(
                                                                Put.builder()
                                                                        .tableName(table())
                                                                        .item(forged)
                                                                        .build())
                                                        .build())));

        assertThat(writes)
                .allSatisfy(write ->
                        assertThatThrownBy(() -> write.accept(mallory))
                                .isInstanceOf(DynamoDbException.class)
                                .hasMessageContaining("user/mallory is not authorized")
                                .hasMessageContaining(
                                        "with an explicit deny in a resource-based policy"));
        assertThat(stored()).isNotEqualTo(forged);
        assertThat(mallory.getItem(r -> r.tableName(table()).key(key())).item()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aRowOfAnotherFormIsRefusedAndNothingIsDoneForTheProfile(Forgery forgery) {
        write(row(forgery.change));
        account.forget();

        account.after("eve", NotifiedAccount::swap);

        assertThat(account.calls()).as(forgery.name).isEmpty();
        assertThat(account.mails()).containsExactly(UNREADABLE);
        assertThat(String.valueOf(account.finding("guard-state-unreadable")))
                .contains("does not have the format of this version", forgery.problem);
        assertThat(account.role()).isEqualTo("evil");
    }

    /// The functions were rolled back to this version.
    @Test
    void aRowOfANewerVersionIsKeptAndNothingIsDoneForTheProfile() {
        write(
                row(whole -> {
                    whole.put("schema", AttributeValue.fromN("3"));
                    whole.put("baselines", AttributeValue.fromL(List.of()));
                }));
        Map<String, AttributeValue> newer = stored();
        account.forget();

        account.after("eve", NotifiedAccount::swap);
        invoke("Backfill", SWEEP);

        assertThat(account.calls()).isEmpty();
        assertThat(String.valueOf(account.finding("guard-state-unreadable")))
                .contains("a newer version of Profile Guard wrote it (schema 3")
                .contains("Deploy the version of Profile Guard that wrote the item")
                .contains("Do not delete the item");
        assertThat(stored()).isEqualTo(newer);
    }

    @Test
    void aSweepGoesOnWithoutTheProfileAndEndsAsFailed() {
        account.after(
                "owner",
                iam -> {
                    NotifiedAccount.createProfile(iam, "prod-zoo");
                    NotifiedAccount.add(iam, "prod-zoo", "web");
                });
        write(row(item -> item.remove("name")));
        account.withoutEvents("eve", NotifiedAccount::swap);
        account.withoutEvents("eve", iam -> NotifiedAccount.remove(iam, "prod-zoo", "web"));
        account.later();

        String answer = invoke("Backfill", SWEEP);

        assertThat(answer).contains("\"failed\":1");
        assertThat(account.mails()).contains(UNREADABLE);
        assertThat(account.roleIn("prod-zoo")).isEqualTo("web");
        assertThat(account.role()).isEqualTo("evil");
    }

    @Test
    void itIsReportedUntilTheRowIsReadableAgain() {
        Map<String, AttributeValue> before = stored();
        write(row(item -> item.put("admin", fromS("mallory"))));
        invoke("Backfill", SWEEP);
        invoke("Backfill", SWEEP);
        assertThat(account.mails()).containsExactly(UNREADABLE, SWEEP_FAILED);

        write(before);
        invoke("Backfill", SWEEP);

        assertThat(account.mails())
                .containsExactlyInAnyOrder(
                        UNREADABLE,
                        SWEEP_FAILED,
                        "[RESOLVED] guard-state-unreadable: instance-profile/prod-web",
                        "[RESOLVED] sweep-failed: account/123456789012");
    }

    /// Only the profile with the name of the key has this row.
    @Test
    void aRowUnderAnotherKeyIsNoBaseline() {
        Map<String, AttributeValue> forged = row(item -> item.put("profile", fromS("a-decoy")));
        write(forged);

        invoke("Backfill", SWEEP);

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.mails())
                .containsExactly(
                        "[CRITICAL] guard-state-unreadable: instance-profile/a-decoy",
                        SWEEP_FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"adopt\": {\"profile\": \"prod-web\"}}",
                "{\"show\": {\"profile\": \"prod-web\"}}"
            })
    void aRequestSaysWhatIsWrong(String request) {
        write(row(item -> item.remove("version")));

        assertThat(invoke("ProfileGuard", request))
                .contains("prod-web in the table", "version is missing");
    }

    /// A pretended record of a profile that ProfileProvisioner made.
    @Test
    void aForgedProvenanceIsRefusedToo() {
        try (NotifiedAccount provisioned =
                NotifiedAccount.with("ProvisionMode", "enforce", "ProvisionDelaySeconds", "0")) {
            provisioned
                    .sandbox()
                    .dynamo()
                    .putItem(r ->
                            r.tableName(table())
                                    .item(
                                            Map.of(
                                                    "profile", fromS("made#batch"),
                                                    "roleId", fromN("1"),
                                                    "at", fromS("2026-01-05T09:00:00Z"))));

            provisioned.after("owner", iam -> NotifiedAccount.createRole(iam, "batch"));

            assertThat(provisioned.roleIn("batch")).isEqualTo("no profile");
            assertThat(provisioned.mails())
                    .contains("[CRITICAL] provision-state-unreadable: role/batch");
        }
    }

    record Forgery(String name, String problem, Consumer<Map<String, AttributeValue>> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Forgery> forgeries() {
        return Stream.of(
                new Forgery("unknown attribute", "admin is not", r -> r.put("admin", fromS("x"))),
                new Forgery(
                        "later format",
                        "format is not an attribute",
                        r -> r.put("format", fromN("2"))),
                new Forgery(
                        "other name", "not the name in the key", r -> r.put("name", fromS("b"))),
                new Forgery(
                        "text for a map",
                        "baseline is not a map",
                        r -> r.put("baseline", fromS("x"))),
                new Forgery("version 0", "version is not", r -> r.put("version", fromN("0"))),
                new Forgery("no repairs", "repairs is missing", r -> r.remove("repairs")),
                inBaseline(
                        "no role ID type",
                        "roleId is not a string",
                        b -> b.put("roleId", fromN("1"))),
                inBaseline("no ID", "profileId is missing", b -> b.remove("profileId")),
                inBaseline("no path", "path is not a path", b -> b.put("path", fromS("; rm -rf"))),
                inBaseline("no tags", "tags is missing", b -> b.remove("tags")),
                inBaseline("bad time", "asOf is not a time", b -> b.put("asOf", fromS("today"))),
                inBaseline(
                        "bad flag",
                        "provisional is not true",
                        b -> b.put("provisional", fromS("no"))),
                inBaseline("unknown", "baseline.x is not", b -> b.put("x", fromS("y"))),
                inBaseline(
                        "bad role", "not a valid role name", b -> b.put("roleName", fromS("a b"))));
    }

    private static Forgery inBaseline(
            String name, String problem, Consumer<Map<String, AttributeValue>> change) {
        return new Forgery(
                name,
                problem,
                row -> {
                    Map<String, AttributeValue> baseline =
                            new HashMap<>(requireNonNull(row.get("baseline")).m());
                    change.accept(baseline);
                    row.put("baseline", fromM(baseline));
                });
    }

    /// The stored row with Mallory's role, after a change.
    private Map<String, AttributeValue> row(Consumer<Map<String, AttributeValue>> change) {
        Map<String, AttributeValue> row = new HashMap<>(stored());
        Map<String, AttributeValue> baseline =
                new HashMap<>(requireNonNull(row.get("baseline")).m());
        baseline.put("roleName", fromS("evil"));
        row.put("baseline", fromM(baseline));
        change.accept(row);
        return row;
    }

    private Map<String, AttributeValue> stored() {
        return account.sandbox().dynamo().getItem(r -> r.tableName(table()).key(key())).item();
    }

    private void write(Map<String, AttributeValue> row) {
        account.sandbox().dynamo().putItem(r -> r.tableName(table()).item(row));
    }

    private static Map<String, AttributeValue> key() {
        return Map.of("profile", fromS(NotifiedAccount.NAME));
    }

    private static Map<String, AttributeValue> finding() {
        return Map.of("subject", fromS("x"));
    }

    private static WriteRequest put(Map<String, AttributeValue> item) {
        return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
    }

    private static String table() {
        return "profile-guard-BaselineTable";
    }

    private static String findings() {
        return "profile-guard-FindingsTable";
    }

    private String invoke(String function, String request) {
        InvocationResponse response = account.sandbox().lambda().invoke(function, request);
        account.sandbox().settle();
        return response.payload();
    }
}
