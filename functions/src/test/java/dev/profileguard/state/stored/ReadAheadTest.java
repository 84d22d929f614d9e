package dev.profileguard.state.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

class ReadAheadTest {
    @Test
    void oneConsistentCallReadsAnItemAndWhatIsNeededNext() {
        table.put("prod-web", "baseline");
        table.put("usage#prod-web", "usage");

        assertThat(text(reads.item("prod-web", "pause#all", "usage#prod-web")))
                .isEqualTo("baseline");
        assertThat(reads.item("pause#all")).isNull();
        assertThat(text(reads.item("usage#prod-web"))).isEqualTo("usage");
        assertThat(calls).containsExactly("BatchGetItem");
    }

    @Test
    void whatWasReadAheadAnswersOnce() {
        reads.item("prod-web", "pause#all");
        reads.item("pause#all");
        table.put("pause#all", "paused");

        assertThat(text(reads.item("pause#all"))).isEqualTo("paused");
        assertThat(calls).containsExactly("BatchGetItem", "GetItem");
    }

    @Test
    void anItemThatIsReadAgainIsReadFromTheTable() {
        reads.item("prod-web", "pause#all");
        table.put("prod-web", "newer");

        assertThat(text(reads.item("prod-web", "pause#all"))).isEqualTo("newer");
        assertThat(calls).containsExactly("BatchGetItem", "BatchGetItem");
    }

    @Test
    void afterTwoSecondsTheTableIsAskedAgainUnlessNothingDependsOnIt() {
        table.put("usage#prod-web", "usage");
        reads.item("prod-web", "pause#all", "usage#prod-web");
        now = now.plusSeconds(2);
        table.put("pause#all", "paused");

        assertThat(reads.found("pause#all")).isNull();
        assertThat(text(reads.item("pause#all"))).isEqualTo("paused");
        assertThat(text(reads.earlierItem("usage#prod-web"))).isEqualTo("usage");
        assertThat(calls).containsExactly("BatchGetItem", "GetItem");
    }

    @Test
    void whatCountsIsTheTimeBeforeTheCall() {
        Instant before = now;
        whenAsked = () -> now = now.plusMillis(500);
        reads.item("prod-web", "pause#all");

        assertThat(Objects.requireNonNull(reads.found("pause#all")).at()).isEqualTo(before);
    }

    @Test
    void anItemThatDynamoDbDidNotProcessIsReadAlone() {
        table.put("prod-web", "baseline");
        table.put("pause#all", "paused");
        unprocessed.addAll(Set.of("prod-web", "pause#all"));

        assertThat(text(reads.item("prod-web", "pause#all"))).isEqualTo("baseline");
        assertThat(reads.found("pause#all")).isNull();
        assertThat(text(reads.item("pause#all"))).isEqualTo("paused");
        assertThat(calls).containsExactly("BatchGetItem", "GetItem", "GetItem");
    }

    @Test
    void aCallThatFailsLeavesNothingOfTheOneBefore() {
        reads.item("prod-web", "pause#all");
        whenAsked =
                () -> {
                    throw new IllegalStateException("no table today");
                };
        assertThatThrownBy(() -> reads.item("prod-db", "pause#all")).hasMessage("no table today");

        assertThat(reads.found("pause#all")).isNull();
    }

    private final Map<String, String> table = new HashMap<>();
    private final Set<String> unprocessed = new HashSet<>();
    private final List<String> calls = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private Runnable whenAsked = () -> {};
    private final ReadAhead reads =
            new ReadAhead(
                    new StoredItems(new Table(), "baselines"), () -> now, Duration.ofSeconds(2));

    private static @Nullable String text(@Nullable Map<String, AttributeValue> item) {
        return item == null ? null : Objects.requireNonNull(item.get("text")).s();
    }

    private final class Table implements DynamoDbClient {
        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            calls.add("BatchGetItem");
            whenAsked.run();
            KeysAndAttributes wanted =
                    Objects.requireNonNull(request.requestItems().get("baselines"));
            assertThat(wanted.consistentRead()).isTrue();
            Predicate<Map<String, AttributeValue>> isLeft =
                    key -> unprocessed.contains(StoredMap.key(key));
            return BatchGetItemResponse.builder()
                    .responses(
                            Map.of(
                                    "baselines",
                                    wanted.keys().stream()
                                            .filter(isLeft.negate())
                                            .map(this::item)
                                            .filter(item -> !item.isEmpty())
                                            .toList()))
                    .unprocessedKeys(
                            Map.of(
                                    "baselines",
                                    wanted.toBuilder()
                                            .keys(wanted.keys().stream().filter(isLeft).toList())
                                            .build()))
                    .build();
        }

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            calls.add("GetItem");
            assertThat(request.consistentRead()).isTrue();
            return GetItemResponse.builder().item(item(request.key())).build();
        }

        private Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
            String text = table.get(StoredMap.key(key));
            return text == null
                    ? Map.of()
                    : Map.of("profile", fromS(StoredMap.key(key)), "text", fromS(text));
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
