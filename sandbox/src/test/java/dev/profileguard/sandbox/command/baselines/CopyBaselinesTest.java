package dev.profileguard.sandbox.command.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.dynamodb.SdkDynamo;
import dev.profileguard.sandbox.command.LastCommand;
import dev.profileguard.sandbox.command.NoTerminal;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.iam.IamClient;

/// `guard copy-baselines`, against the sandbox over HTTP: an earlier stack knew the role `web`, and
/// the new stack found the role `admin`.
class CopyBaselinesTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
    private static final String TABLE = "profile-guard-BaselineTable";
    private static final String OLD = "earlier-BaselineTable";
    private static final String EARLIER = "2025-11-01T08:00:00Z";

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("..", "template.yaml"),
                    Map.of(
                            "GuardMode", "enforce",
                            "TrustedPrincipals", "arn:aws:iam::*:user/alice",
                            "GuardedProfiles", "prod-*",
                            "UnattributedGraceMinutes", "0",
                            "SweepMode", "off"),
                    Sandbox.Mode.TEST_CLOCK);
    private final SandboxServer server = LocalServer.of(sandbox);
    private final DynamoDbClient tables = SdkDynamo.of(sandbox.database());
    private final LastCommand command = new LastCommand();

    @BeforeEach
    void prepare() {
        sandbox.faults().set("lose", "1");
        IamClient alice = sandbox.iamAs("alice");
        for (String name : List.of("web", "admin")) {
            alice.createRole(role -> role.roleName(name).assumeRolePolicyDocument(TRUST));
        }
        alice.createInstanceProfile(create -> create.instanceProfileName("prod-web"));
        sandbox.iamAs("mallory")
                .addRoleToInstanceProfile(
                        add -> add.instanceProfileName("prod-web").roleName("admin"));
        sandbox.advance(Duration.ofMinutes(30));
        sandbox.faults().set("lose", "0");
        tables.createTable(create ->
                create.tableName(OLD)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(
                                AttributeDefinition.builder()
                                        .attributeName("profile")
                                        .attributeType(ScalarAttributeType.S)
                                        .build())
                        .keySchema(
                                KeySchemaElement.builder()
                                        .attributeName("profile")
                                        .keyType(KeyType.HASH)
                                        .build()));
    }

    @AfterEach
    void close() {
        server.close();
        sandbox.close();
    }

    @Test
    void theNextSweepRestoresWhatTheEarlierStackKnew() {
        keep(OLD, baseline("prod-web", EARLIER, "alice"));

        assertThat(guard("copy-baselines", OLD)).isZero();
        assertThat(command.output()).isEqualTo(OLD + ": 1 item: 1 copied\n");
        sweep();

        assertThat(role()).isEqualTo("web");
    }

    @Test
    void copiesOverWhatASweepOfTheNewStackFound() {
        keep(OLD, baseline("prod-web", EARLIER, "alice"));
        sweep();
        assertThat(inner(kept("prod-web"))).containsEntry("roleName", fromS("admin"));

        assertThat(guard("copy-baselines", OLD)).isZero();

        assertThat(command.output()).contains("1 copied over what this stack had found");
        assertThat(kept("prod-web")).isEqualTo(baseline("prod-web", EARLIER, "alice"));
    }

    @Test
    void canBeRepeated() {
        keep(OLD, baseline("prod-a", EARLIER, "unknown"));
        keep(OLD, baseline("prod-b", EARLIER, "alice"));

        assertThat(guard("copy-baselines", OLD)).isZero();
        assertThat(command.output()).contains("2 items: 2 copied");
        assertThat(guard("copy-baselines", OLD)).isZero();

        assertThat(command.output()).contains("2 items: 2 there already");
    }

    @Test
    void whatTheNewStackKnowsBetterStays() {
        Map<String, AttributeValue> byAlice = baseline("prod-web", "2026-01-05T10:00:00Z", "alice");
        Map<String, AttributeValue> repaired =
                with(baseline("prod-a", EARLIER, "unknown"), "version", fromN("2"));
        keep(TABLE, byAlice);
        keep(TABLE, repaired);
        keep(OLD, baseline("prod-web", EARLIER, "bob"));
        keep(OLD, baseline("prod-a", EARLIER, "unknown"));

        assertThat(guard("copy-baselines", OLD)).isZero();

        assertThat(command.output())
                .contains(
                        "2 items: 2 not copied",
                        "stays as it is here: prod-a",
                        "stays as it is here: prod-web");
        assertThat(kept("prod-web")).isEqualTo(byAlice);
        assertThat(kept("prod-a")).isEqualTo(repaired);
    }

    @Test
    void whatANewerVersionWroteStays() {
        Map<String, AttributeValue> newer =
                with(baseline("prod-web", "2026-01-05T10:00:00Z", "unknown"), "schema", fromN("9"));
        keep(TABLE, newer);
        keep(OLD, baseline("prod-web", EARLIER, "alice"));

        assertThat(guard("copy-baselines", OLD)).isZero();

        assertThat(kept("prod-web")).isEqualTo(newer);
    }

    @Test
    void otherRecordsAreCopiedAndThoseOfTheEarlierStackAreNot() {
        Map<String, AttributeValue> made =
                Map.of("profile", fromS("made#batch"), "roleId", fromS("AROAEXAMPLEBATCH"));
        keep(OLD, made);
        keep(OLD, Map.of("profile", fromS("pause#all"), "reason", fromS("incident")));
        Map<String, AttributeValue> canary = baseline("old-canary", EARLIER, "alice");
        Map<String, AttributeValue> marked = new HashMap<>(inner(canary));
        marked.put("canary", fromBool(true));
        keep(OLD, with(canary, "baseline", fromM(marked)));

        assertThat(guard("copy-baselines", OLD)).isZero();

        assertThat(command.output())
                .contains("3 items: 1 copied, 2 left out, of the canary or a pause");
        assertThat(kept("made#batch")).isEqualTo(made);
        assertThat(kept("pause#all")).isEmpty();
        assertThat(kept("old-canary")).isEmpty();
    }

    @Test
    void saysWhatToDoWhileThePolicyOfTheTableIsOn() {
        keep(OLD, baseline("prod-web", EARLIER, "alice"));
        IamClient root = sandbox.iamAs("root");
        root.createUser(user -> user.userName("alice"));
        root.attachUserPolicy(attach ->
                attach.userName("alice").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        sandbox.identityPolicies().enforce(true);

        assertThat(guard("copy-baselines", OLD)).isEqualTo(1);

        assertThat(command.errors())
                .contains(
                        "Access denied: you need dynamodb:PutItem",
                        "docs/operations/copy-baselines.md");
        assertThat(kept("prod-web")).isEmpty();
    }

    @Test
    void namesWhatIsWrongWithTheTable() {
        assertThat(guard("copy-baselines", "nobodys")).isEqualTo(1);
        assertThat(command.errors()).contains("There is no table nobodys", "list-tables");

        assertThat(guard("copy-baselines", TABLE)).isEqualTo(1);
        assertThat(command.errors()).contains(TABLE + " is the table of this stack");
    }

    private static Map<String, AttributeValue> baseline(String profile, String asOf, String by) {
        return Map.of(
                "profile", fromS(profile),
                "name", fromS(profile),
                "schema", fromN("1"),
                "version", fromN("1"),
                "repairs", fromL(List.of()),
                "baseline",
                        fromM(
                                Map.of(
                                        "profileId", fromS("AIPAEXAMPLEWEB"),
                                        "path", fromS("/"),
                                        "roleName", fromS("web"),
                                        "tags", fromM(Map.of()),
                                        "asOf", fromS(asOf),
                                        "by", fromS(by),
                                        "eventId", fromS("11111111-1111-1111-1111-111111111111"))));
    }

    private static Map<String, AttributeValue> inner(Map<String, AttributeValue> item) {
        return item.getOrDefault("baseline", fromM(Map.of())).m();
    }

    private static Map<String, AttributeValue> with(
            Map<String, AttributeValue> item, String name, AttributeValue value) {
        Map<String, AttributeValue> copy = new HashMap<>(item);
        copy.put(name, value);
        return copy;
    }

    private void keep(String table, Map<String, AttributeValue> item) {
        tables.putItem(put -> put.tableName(table).item(item));
    }

    private Map<String, AttributeValue> kept(String key) {
        return tables.getItem(get -> get.tableName(TABLE).key(Map.of("profile", fromS(key))))
                .item();
    }

    private void sweep() {
        sandbox.lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
    }

    private String role() {
        return sandbox.iamAs("alice")
                .getInstanceProfile(get -> get.instanceProfileName("prod-web"))
                .instanceProfile()
                .roles()
                .getFirst()
                .roleName();
    }

    private int guard(String... words) {
        return command.run(NoTerminal.at(server), words);
    }
}
