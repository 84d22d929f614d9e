package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The trend of the sweeps of the whole account.
class SweepTrendTest {
    @Test
    void eachSweepOfTheWholeAccountAddsAPoint() {
        account.role("web");
        account.profile("prod-web", "web");

        List<Map<String, Object>> first = trend(SWEEP);
        account.later(Duration.ofHours(6));
        List<Map<String, Object>> second = trend(SWEEP);

        assertThat(first).hasSize(1);
        assertThat(second).hasSize(2);
        assertThat(second.getFirst()).isEqualTo(first.getFirst());
        assertThat(second.get(1).get("time").toString()).startsWith("2026-01-05T");
        assertThat(second.get(1)).containsEntry("failed", 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\": \"plan\"}",
                "{\"mode\": \"sweep\", \"names\": [\"web\"]}",
                "{\"mode\": \"sweep\", \"rules\": [\"guard\"]}",
                "{\"mode\": \"apply\"}"
            })
    void anotherRequestShowsTheTrendAndAddsNothing(String request) {
        account.backfill(SWEEP);

        assertThat(trend(request)).hasSize(1);
        assertThat(trend(request)).hasSize(1);
    }

    @Test
    void keepsTheLastOnes() {
        for (int i = 0; i < 3; i++) {
            account.backfill(SWEEP);
        }
        put(Map.of("points", points(120), "schema", AttributeValue.fromN("1")));

        List<Map<String, Object>> trend = trend(SWEEP);

        assertThat(trend).hasSize(120);
        assertThat(trend.get(118)).containsEntry("done", 7);
        assertThat(trend.get(119)).containsEntry("done", 0);
    }

    @Test
    void anItemOfAnotherFormCountsAsEmptyAndIsReplaced() {
        put(Map.of("points", AttributeValue.fromS("many")));

        assertThat(trend(SWEEP)).hasSize(1);
        assertThat(trend(SWEEP)).hasSize(2);
    }

    @Test
    void whatANewerVersionStoredIsNotReplaced() {
        put(Map.of("future", AttributeValue.fromS("x"), "schema", AttributeValue.fromN("2")));

        assertThat(trend(SWEEP)).hasSize(1);

        assertThat(stored()).containsKey("future");
    }

    @SuppressWarnings("unchecked") // the answer is JSON
    private List<Map<String, Object>> trend(String request) {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(account.backfill(request).get("trend"));
    }

    private static AttributeValue points(int count) {
        Map<String, AttributeValue> point =
                Map.of(
                        "time", AttributeValue.fromS("2026-01-01T00:00:00Z"),
                        "done", AttributeValue.fromN("7"));
        return AttributeValue.fromL(
                List.copyOf(Collections.nCopies(count, AttributeValue.fromM(point))));
    }

    private void put(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put("profile", AttributeValue.fromS(KEY));
        account.sandbox().dynamo().putItem(r -> r.tableName(TABLE).item(item));
    }

    private Map<String, AttributeValue> stored() {
        return account.sandbox()
                .dynamo()
                .getItem(r -> r.tableName(TABLE).key(Map.of("profile", AttributeValue.fromS(KEY))))
                .item();
    }

    private static final String KEY = "trend#sweeps";
    private static final String TABLE = "profile-guard-BaselineTable";
    private static final String SWEEP = "{\"mode\": \"sweep\"}";

    private final SweptAccount account = SweptAccount.with();

    @AfterEach
    void close() {
        account.close();
    }
}
