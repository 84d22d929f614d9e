package dev.profileguard.state.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.compute.KeptUsages;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class KeptUsageItemTest {
    @Test
    void isReadAsItWasWritten() {
        for (KeptUsage usage :
                List.of(
                        KeptUsages.small(),
                        KeptUsages.large(200, "x"),
                        new KeptUsage(KeptUsages.SEEN, List.of(), Map.of(), List.of()))) {
            Map<String, AttributeValue> item = KeptUsageItem.write(KEY, usage);

            assertThat(item).containsEntry("profile", AttributeValue.fromS(KEY));
            assertThat(KeptUsageItem.read(item)).isEqualTo(usage);
            assertThat(KeptUsageStore.read(item)).isEqualTo(new StoredUsage.Kept(usage));
        }
    }

    /// An item has at most 400 KB.
    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e9", "\u30d7", "\ud83d\ude00"})
    void hasRoomForTheLongestNames(String character) {
        assertThat(size(KeptUsageItem.write(KEY, KeptUsages.large(100, character))))
                .isLessThan(400 * 1024);
    }

    @ParameterizedTest
    @MethodSource("others")
    void isNotReadInAnotherForm(String attribute, AttributeValue value) {
        Map<String, AttributeValue> item =
                new HashMap<>(KeptUsageItem.write(KEY, KeptUsages.small()));
        item.put(attribute, value);

        assertThatThrownBy(() -> KeptUsageItem.read(item))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(KEY)
                .hasMessageContaining(attribute);
        assertThat(KeptUsageStore.read(item)).isEqualTo(new StoredUsage.Unreadable());
    }

    static Stream<Object[]> others() {
        return Stream.of(
                new Object[] {"seen", AttributeValue.fromS("yesterday")},
                new Object[] {"instances", AttributeValue.fromS("i-1")},
                new Object[] {
                    "instances", AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of())))
                },
                new Object[] {
                    "launchTemplates",
                    AttributeValue.fromL(
                            List.of(
                                    AttributeValue.fromM(
                                            Map.of(
                                                    "region", AttributeValue.fromS("eu"),
                                                    "id", AttributeValue.fromS("lt"),
                                                    "name", AttributeValue.fromS("t"),
                                                    "versions",
                                                            AttributeValue.fromL(
                                                                    List.of(
                                                                            AttributeValue.fromS(
                                                                                    "x")))))))
                },
                new Object[] {
                    "more", AttributeValue.fromM(Map.of("instances", AttributeValue.fromN("0")))
                },
                new Object[] {"role", AttributeValue.fromS("evil")});
    }

    /// See
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    private static int size(Map<String, AttributeValue> map) {
        return map.entrySet().stream()
                .mapToInt(each -> bytes(each.getKey()) + size(each.getValue()) + 1)
                .sum();
    }

    private static int size(AttributeValue value) {
        if (value.hasM()) {
            return 3 + size(value.m());
        }
        if (value.hasL()) {
            return 3 + value.l().stream().mapToInt(each -> 1 + size(each)).sum();
        }
        return value.s() == null ? 21 : bytes(value.s());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static final String KEY = "usage#prod-web";
}
