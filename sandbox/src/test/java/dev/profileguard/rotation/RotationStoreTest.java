package dev.profileguard.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.rotation.rule.Link;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.aws.dynamodb.LocalDynamo;
import dev.profileguard.sandbox.aws.dynamodb.SdkDynamo;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RotationStoreTest {
    @Test
    void readsAllAsItWasStored() {
        Rotation stored = store.save(full());

        assertThat(stored).isEqualTo(full().nextVersion());
        assertThat(store.load(OLD)).isEqualTo(stored);
        assertThat(store.load(new ProfileName("PROD-web"))).isEqualTo(stored);
        assertThat(store.all()).containsExactly(stored);
    }

    @Test
    void readsARotationThatKnowsLittle() {
        Rotation little =
                store.save(rotation(OLD, null, false, List.of(), Map.of(), Map.of(), null));

        assertThat(store.load(OLD)).isEqualTo(little);
        assertThat(little.toId()).isNull();
        assertThat(little.unusedSince()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Rotation.Phase.class)
    void keepsThePhase(Rotation.Phase phase) {
        store.save(full().in(phase));

        assertThat(store.load(OLD)).isNotNull().extracting(Rotation::phase).isEqualTo(phase);
    }

    @Test
    void hasNothingBeforeAndAfter() {
        assertThat(store.load(OLD)).isNull();
        assertThat(store.all()).isEmpty();
        store.delete(store.save(full()));
        assertThat(store.load(OLD)).isNull();
    }

    @Test
    void overwritesNobodysWrite() {
        Rotation first = store.save(full());
        Rotation second = store.save(first.in(Rotation.Phase.CANCEL));

        assertChangedMeanwhile(() -> store.save(full()));
        assertChangedMeanwhile(() -> store.save(first));
        assertChangedMeanwhile(() -> store.delete(first));
        assertThat(store.load(OLD)).isEqualTo(second);
        store.delete(second);
        assertChangedMeanwhile(() -> store.delete(second));
        assertChangedMeanwhile(() -> store.save(second));
        assertThat(store.all()).isEmpty();
    }

    private static void assertChangedMeanwhile(Runnable write) {
        assertThatThrownBy(write::run)
                .isInstanceOf(ChangedMeanwhileException.class)
                .hasMessage("The rotation of prod-web was changed meanwhile: ask again");
    }

    @Test
    void storesSeveral() {
        store.save(full());
        store.save(
                rotation(new ProfileName("b"), null, false, List.of(), Map.of(), Map.of(), null));

        assertThat(store.all())
                .extracting(each -> each.from().value())
                .containsExactlyInAnyOrder("prod-web", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from",
                "fromId",
                "to",
                "toId",
                "proof",
                "token",
                "origin",
                "role",
                "started",
                "links",
                "refreshes",
                "versions",
                "phase",
                "unusedSince",
                "version"
            })
    void refusesAnAttributeOfAnotherType(String name) {
        assertUnreadable(Map.of(name, AttributeValue.fromBool(false)), name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from", "fromId", "to", "proof", "origin", "role", "started", "phase", "version"
            })
    void refusesAnItemWithoutIt(String name) {
        Map<String, AttributeValue> item = stored();
        item.remove(name);
        assertRefused(item, name + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "from, '', ''",
        "to, a b, ''",
        "origin, NOBODY, NOBODY",
        "phase, DONE, DONE",
        "started, yesterday, started is not a time",
        "unusedSince, now, unusedSince is not a time",
        "more, x, more is not an attribute of it"
    })
    void refusesAnotherText(String name, String text, String message) {
        assertUnreadable(Map.of(name, AttributeValue.fromS(text)), message);
    }

    @Test
    void refusesARoleAndLinksOfAnotherForm() {
        Map<String, AttributeValue> more = Map.of("more", AttributeValue.fromS("x"));

        assertUnreadable(Map.of("role", AttributeValue.fromM(more)), "role.name is missing");
        assertUnreadable(
                Map.of("links", AttributeValue.fromL(List.of(AttributeValue.fromM(more)))),
                "links.gkeCluster is missing");
        assertUnreadable(
                Map.of("links", AttributeValue.fromL(List.of(AttributeValue.fromS("x")))),
                "links is not a list of maps");
        assertUnreadable(
                Map.of("refreshes", AttributeValue.fromM(Map.of("r/g", AttributeValue.fromN("1")))),
                "refreshes is not a string");
        assertUnreadable(
                Map.of(
                        "versions",
                        AttributeValue.fromM(Map.of("r/t/1", AttributeValue.fromN("2")))),
                "versions is not a string");
        assertUnreadable(Map.of("version", AttributeValue.fromN("0")), "version is not a whole");
    }

    /// Both the read of one item and of all refuse it.
    private void assertUnreadable(Map<String, AttributeValue> changed, String message) {
        Map<String, AttributeValue> item = stored();
        item.putAll(changed);
        assertRefused(item, message);
    }

    private void assertRefused(Map<String, AttributeValue> item, String message) {
        client.putItem(request -> request.tableName(TABLE).item(item));
        assertThatThrownBy(() -> store.load(OLD))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("prod-web")
                .hasMessageContaining(message);
        assertThatThrownBy(store::all).isInstanceOf(UnreadableRecordException.class);
    }

    private Map<String, AttributeValue> stored() {
        client.deleteItem(request -> request.tableName(TABLE).key(KEY));
        store.save(full());
        return new LinkedHashMap<>(client.getItem(get -> get.tableName(TABLE).key(KEY)).item());
    }

    private static final String TABLE = "profile-guard-RotationsTable";
    private static final ProfileName OLD = new ProfileName("prod-web");
    private static final Map<String, AttributeValue> KEY =
            Map.of("profile", AttributeValue.fromS("prod-web"));
    private static final Instant START = Instant.parse("2026-01-05T09:00:00.123456789Z");

    private final LocalDynamo database = new LocalDynamo(Stack.DEFAULT);
    private final DynamoDbClient client = SdkDynamo.of(database);
    private final RotationStore store = new RotationStore(client, TABLE);

    @BeforeEach
    void create() {
        TemplateReader.read(Path.of("..", "template.yaml"), Map.of())
                .tables()
                .forEach(database::create);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Rotation full() {
        return rotation(
                OLD,
                "AIPA2",
                true,
                List.of(
                        new Link.GkeCluster("prod", "us-west1"),
                        new Link.GkeNodePool("np", "prod", "us-west1")),
                Map.of("eu-west-1/web-asg", "refresh-1", "us-east-1/b/c", "refresh-2"),
                Map.of("eu-west-1/lt-1/3", "12"),
                START.plusSeconds(60));
    }

    private static Rotation rotation(
            ProfileName from,
            @Nullable String toId,
            boolean isAnother,
            List<Link> links,
            Map<String, String> refreshes,
            Map<String, String> versions,
            @Nullable Instant unusedSince) {
        return new Rotation(
                from,
                "AIPA1",
                new ProfileName("prod-web-20260105"),
                toId,
                "secret",
                "token",
                toId == null ? Rotation.Origin.PERSON : Rotation.Origin.ROTATION,
                new Rotation.NewRole(
                        new RoleName("web-v2"),
                        "AROA2",
                        "arn:aws:iam::111122223333:role/web-v2",
                        isAnother),
                START,
                links,
                refreshes,
                versions,
                Rotation.Phase.FINISH,
                unusedSince,
                0);
    }
}
