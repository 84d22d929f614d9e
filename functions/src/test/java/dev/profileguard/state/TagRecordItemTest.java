package dev.profileguard.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.state.repair.Repair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TagRecordItemTest {
    @Test
    void isReadAsItWasWritten() {
        Instant at = Instant.parse("2026-01-15T09:30:00.123Z");
        TagRecord record =
                TagRecord.none("role/web")
                        .withInherited("Team", "red", "own")
                        .withInherited("Team", "blue", "red")
                        .with(new Repair(at, "e-1", "somebody"), List.of("CostCenter"));

        Map<String, AttributeValue> item = TagRecordItem.write(record, 7);

        assertThat(item).containsEntry("profile", AttributeValue.fromS("tags#role/web"));
        assertThat(TagRecordItem.read("role/web", item))
                .isEqualTo(
                        new TagRecord(
                                "role/web",
                                Map.of("Team", "blue"),
                                Map.of("Team", "red"),
                                Map.of("costcenter", at),
                                record.repairs(),
                                7));
    }

    @Test
    void rejectsAnItemOfAnotherFormat() {
        assertThatThrownBy(() -> TagRecordItem.read("role/web", Map.of()))
                .hasMessageContaining("tags#role/web in the table does not have the format of");
    }

    @Test
    void anEventCountsOnceInSpiteOfRetries() {
        Repair first = new Repair(Instant.EPOCH, "e-1", "x");
        Repair again = new Repair(Instant.EPOCH.plusSeconds(60), "e-1", "x");

        TagRecord record =
                TagRecord.none("role/web").with(first, List.of("a")).with(again, List.of("a"));

        assertThat(record.repairs()).containsExactly(again);
        Instant then = Instant.EPOCH.plusSeconds(60);
        Instant later = then.plusSeconds(10);
        assertThat(record.wroteSince(then, List.of("A"), later)).isTrue();
        assertThat(record.wroteSince(Instant.EPOCH, List.of("A", "b"), later)).isFalse();
        assertThat(record.wroteSince(then, List.of("A"), then.plusSeconds(1)))
                .as("IAM may not show it yet")
                .isFalse();
    }
}
