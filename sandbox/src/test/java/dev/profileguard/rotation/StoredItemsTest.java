package dev.profileguard.rotation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.backfill.PlanStore;
import dev.profileguard.compute.KeptUsage;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.FindingLedger;
import dev.profileguard.finding.delivery.FindingRecord;
import dev.profileguard.finding.delivery.FindingRecord.Entry;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.aws.dynamodb.LocalDynamo;
import dev.profileguard.sandbox.aws.dynamodb.SdkDynamo;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.ProvenanceStore;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.state.TagRecordStore;
import dev.profileguard.state.UseInventoryStore;
import dev.profileguard.state.failure.FailureBurstStore;
import dev.profileguard.state.repair.RepairRecordStore;
import dev.profileguard.state.stored.NewerRecordException;
import dev.profileguard.state.usage.KeptUsageStore;
import dev.profileguard.state.usage.StoredUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// The items that earlier versions stored, in `functions/src/test/resources/items`: those in
/// `schema-0` have no number of a schema. The functions of today read each, and write it again as
/// they write it.
class StoredItemsTest {
    @ParameterizedTest
    @MethodSource("items")
    void anItemOfAnEarlierVersionIsReadAndLosesNothing(Path file) throws IOException {
        Map<String, AttributeValue> item = item(file);
        put(file, item);

        rewrite(file);

        Map<String, AttributeValue> expected = new HashMap<>(item);
        expected.put("schema", fromN(Integer.toString(Math.max(1, schema(file)))));
        if (expected.containsKey("version")) {
            expected.put("version", fromN("2"));
        }
        assertThat(stored(file)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("items")
    void anItemOfANewerVersionIsNeitherReadNorOverwritten(Path file) throws IOException {
        Map<String, AttributeValue> newer = new HashMap<>(item(file));
        newer.put("schema", fromN(kind(file).equals("guard") ? "3" : "2"));
        newer.put("ofTheNewerVersion", fromS("what it means is not known"));
        put(file, newer);

        if (kind(file).equals("used")) {
            assertThat(new UseInventoryStore(client, BASELINES).associations(WEB)).isEmpty();
        } else {
            assertThatThrownBy(() -> rewrite(file))
                    .satisfies(error ->
                            assertThat(error.getMessage() + error.getCause())
                                    .containsPattern("(newer|another) version of Profile Guard"));
        }
        writeWithoutReading(file);

        assertThat(stored(file)).isEqualTo(newer);
    }

    @Test
    void aSweepReadsTheOtherItemsBesideThoseOfANewerVersion() throws IOException {
        Path guard = ITEMS.resolve("schema-0/guard/baseline.json");
        Path made = ITEMS.resolve("schema-0/made/retired.json");
        put(guard, item(guard));
        Map<String, AttributeValue> newer = new HashMap<>(item(made));
        newer.put("schema", fromN("7"));
        put(made, newer);

        StoredRecords records = StoredRecords.scan(client, BASELINES);

        assertThat(records.guard()).hasSize(1);
        assertThat(records.provenance()).isEmpty();
        assertThat(records.unreadableProvenance().get("batch"))
                .isInstanceOf(NewerRecordException.class)
                .hasMessageContaining("made#batch")
                .hasMessageContaining("schema 7; this version reads up to 1");
    }

    @Test
    void aLedgerOfASweepLeavesOutFindingsOfANewerVersionAndDoesNotReplaceThem() throws IOException {
        Path file = ITEMS.resolve("schema-0/findings/open.json");
        Map<String, AttributeValue> newer = new HashMap<>(item(file));
        newer.put("schema", fromN("2"));
        put(file, newer);
        FindingLedger sweep = new FindingLedger(client, FINDINGS).preloaded();

        assertThat(sweep.unsettled()).isEmpty();
        FindingRecord none = sweep.load(Rule.PROFILE_GUARD, SUBJECT);
        FindingRecord open =
                new FindingRecord(
                        Rule.PROFILE_GUARD,
                        SUBJECT,
                        List.of(),
                        List.of(),
                        Map.of("x", Instant.EPOCH),
                        0);
        assertThat(none.version()).isZero();
        assertThatThrownBy(() -> sweep.save(open)).hasMessageContaining("recorded meanwhile");
        assertThat(stored(file)).isEqualTo(newer);
    }

    @Test
    void everyKindOfItemIsThere() throws IOException {
        assertThat(items())
                .extracting(StoredItemsTest::kind)
                .contains(
                        "guard",
                        "tags",
                        "repairs",
                        "made",
                        "used",
                        "usage",
                        "failures",
                        "rotations",
                        "findings",
                        "plans");
    }

    private static final Path ITEMS = Path.of("../functions/src/test/resources/items");
    private static final String BASELINES = "profile-guard-BaselineTable";
    private static final String FINDINGS = "profile-guard-FindingsTable";
    private static final String PLAN = "77777777-7777-7777-7777-777777777777";
    private static final String SUBJECT = "instance-profile/Prod-web";
    private static final ProfileName WEB = new ProfileName("Prod-web");
    private static final KeptUsage NO_USAGE =
            new KeptUsage(Instant.EPOCH, List.of(), Map.of(), List.of());
    private static final ProfileName BATCH = new ProfileName("batch");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalDynamo database = new LocalDynamo(Stack.DEFAULT);
    private final DynamoDbClient client = SdkDynamo.of(database);

    @BeforeEach
    void create() {
        TemplateReader.read(Path.of("../template.yaml"), Map.of())
                .tables()
                .forEach(database::create);
    }

    @AfterEach
    void close() {
        database.close();
    }

    static List<Path> items() throws IOException {
        try (Stream<Path> files = Files.walk(ITEMS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /// The number of the form in which the item was stored.
    private static int schema(Path file) {
        String folder = file.getName(file.getNameCount() - 3).toString();
        return Integer.parseInt(folder.substring("schema-".length()));
    }

    private static String kind(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    /// Reads the item with the store of its kind, and writes what was read.
    private void rewrite(Path file) throws IOException {
        switch (kind(file)) {
            case "guard" -> {
                GuardRecordStore store = new GuardRecordStore(client, BASELINES);
                store.save(store.load(WEB));
            }
            case "tags" -> {
                TagRecordStore store = new TagRecordStore(client, BASELINES);
                store.save(store.load(key(file).substring("tags#".length())));
            }
            case "repairs" -> {
                RepairRecordStore store = new RepairRecordStore(client, BASELINES);
                store.save(store.load("role/AmazonEKSNodeRole"));
            }
            case "made" -> {
                ProvenanceStore store = new ProvenanceStore(client, BASELINES);
                ProvenanceRecord read = requireNonNull(store.load(BATCH));
                store.save(BATCH, read, read);
            }
            case "used" -> {
                UseInventoryStore store = new UseInventoryStore(client, BASELINES);
                store.save(WEB, store.associations(WEB));
            }
            case "usage" -> {
                KeptUsageStore store = new KeptUsageStore(client, BASELINES);
                KeptUsage usage = requireNonNull(store.load(WEB));
                store.save(WEB, usage, new StoredUsage.Kept(usage));
            }
            case "failures" -> {
                FailureBurstStore store =
                        new FailureBurstStore(client, "profile-guard-FailuresTable");
                store.save(store.load("user/mallory PassRole"));
            }
            case "rotations" -> {
                RotationStore store = new RotationStore(client, "profile-guard-RotationsTable");
                Rotation read = requireNonNull(store.load(WEB));
                assertThat(store.all()).containsExactly(read);
                store.save(read);
            }
            case "findings" -> {
                FindingLedger ledger = new FindingLedger(client, FINDINGS);
                ledger.save(ledger.load(Rule.PROFILE_GUARD, SUBJECT));
            }
            case "plans" -> rewritePlan(file);
            default -> throw new AssertionError("No store for " + file);
        }
    }

    private void rewritePlan(Path file) throws IOException {
        PlanStore store = new PlanStore(client, "profile-guard-PlanTable");
        PlanStore.Planned read =
                store.items(PLAN, null, Instant.parse("2026-01-15T09:30:00Z")).getFirst();
        store.add(
                PLAN,
                1,
                List.of(read),
                Instant.ofEpochSecond(
                        Long.parseLong(requireNonNull(item(file).get("expires")).n())));
        if (read.state() != PlanStore.Planned.State.PLANNED) {
            store.note(PLAN, read, read.state());
        }
    }

    /// The writes that read no item first.
    private void writeWithoutReading(Path file) {
        switch (kind(file)) {
            case "used" ->
                    new UseInventoryStore(client, BASELINES).save(WEB, Set.of("us-east-1/a"));
            case "usage" -> {
                KeptUsageStore store = new KeptUsageStore(client, BASELINES);
                store.save(WEB, NO_USAGE, new StoredUsage.Unreadable());
                store.save(WEB, NO_USAGE, new StoredUsage.None());
                store.delete(WEB, new StoredUsage.Unreadable());
            }
            case "made" ->
                    assertThatThrownBy(() ->
                                    new ProvenanceStore(client, BASELINES)
                                            .save(
                                                    BATCH,
                                                    null,
                                                    new ProvenanceRecord("AROA", Instant.EPOCH)))
                            .hasMessageContaining("in the meantime");
            case "findings" ->
                    assertThatThrownBy(() ->
                                    new FindingLedger(client, FINDINGS)
                                            .addIntents(Rule.PROFILE_GUARD, SUBJECT, intents()))
                            .isInstanceOf(ConditionalCheckFailedException.class);
            default -> {}
        }
    }

    private static List<Entry> intents() {
        Finding finding =
                new Finding(
                        Finding.Kind.ROLE_REVERTED,
                        SUBJECT,
                        "123456789012",
                        "user mallory",
                        "removed the role",
                        List.of(),
                        List.of(),
                        "22222222-2222-2222-2222-222222222222");
        return List.of(new Entry(new Notice(finding, Notice.Status.OPEN, Instant.EPOCH), null));
    }

    private void put(Path file, Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(table(file)).item(item));
    }

    private Map<String, AttributeValue> stored(Path file) {
        List<Map<String, AttributeValue>> all =
                client.scan(request -> request.tableName(table(file))).items();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static String table(Path file) {
        return "profile-guard-"
                + switch (kind(file)) {
                    case "failures" -> "FailuresTable";
                    case "rotations" -> "RotationsTable";
                    case "findings" -> "FindingsTable";
                    case "plans" -> "PlanTable";
                    default -> "BaselineTable";
                };
    }

    private static String key(Path file) throws IOException {
        return JSON.readTree(file.toFile()).at("/profile/S").asText();
    }

    private static Map<String, AttributeValue> item(Path file) throws IOException {
        return map(JSON.readTree(file.toFile()));
    }

    private static Map<String, AttributeValue> map(JsonNode json) {
        Map<String, AttributeValue> map = new HashMap<>();
        json.properties().forEach(each -> map.put(each.getKey(), value(each.getValue())));
        return map;
    }

    private static AttributeValue value(JsonNode json) {
        Map.Entry<String, JsonNode> typed = json.properties().iterator().next();
        JsonNode given = typed.getValue();
        return switch (typed.getKey()) {
            case "S" -> fromS(given.asText());
            case "N" -> fromN(given.asText());
            case "BOOL" -> AttributeValue.fromBool(given.asBoolean());
            case "M" -> AttributeValue.fromM(map(given));
            case "L" ->
                    AttributeValue.fromL(given.valueStream().map(StoredItemsTest::value).toList());
            default -> throw new AssertionError(typed);
        };
    }
}
