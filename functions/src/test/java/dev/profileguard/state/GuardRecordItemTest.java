package dev.profileguard.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class GuardRecordItemTest {
    @Test
    void isReadAsItWasWritten() {
        assertThat(GuardRecordItem.read(GuardRecordItem.write(largest(), 7)))
                .usingRecursiveComparison()
                .ignoringFields("version", "replaceable")
                .isEqualTo(largest());
    }

    @Test
    void fitsIntoADynamoDbItemWithTheLongestTagsAndNames() {
        int bytes =
                GuardRecordItem.write(largest(), Long.MAX_VALUE).entrySet().stream()
                        .mapToInt(entry -> size(entry.getKey()) + size(entry.getValue()))
                        .sum();

        assertThat(bytes).isLessThan(400 * 1024);
    }

    @Test
    void isRefusedWithAnyAttributeMoreOrFewer() {
        Map<String, AttributeValue> item = GuardRecordItem.write(largest(), 7);

        Map<String, AttributeValue> more = new LinkedHashMap<>(item);
        more.put("more", AttributeValue.fromS("x"));
        assertThatThrownBy(() -> GuardRecordItem.read(more))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("more is not an attribute");
        for (String part : List.of("baseline", "release")) {
            Map<String, AttributeValue> inner =
                    new LinkedHashMap<>(requireNonNull(item.get(part)).m());
            inner.put("more", AttributeValue.fromS("x"));
            Map<String, AttributeValue> outer = new LinkedHashMap<>(item);
            outer.put(part, AttributeValue.fromM(inner));
            assertThatThrownBy(() -> GuardRecordItem.read(outer))
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageContaining(part + ".more is not an attribute");
        }
        for (String required : List.of("name", "version", "repairs")) {
            Map<String, AttributeValue> fewer = new LinkedHashMap<>(item);
            fewer.remove(required);
            assertThatThrownBy(() -> GuardRecordItem.read(fewer))
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageContaining(required + " is missing");
        }
    }

    @Test
    void isRefusedWithAnyAttributeOfAnotherType() {
        Map<String, AttributeValue> item = GuardRecordItem.write(largest(), 7);

        assertThat(item.keySet().stream().filter(name -> !name.equals("profile")))
                .allSatisfy(name -> {
                    Map<String, AttributeValue> other = new LinkedHashMap<>(item);
                    other.put(name, AttributeValue.fromB(SdkBytes.fromUtf8String("x")));
                    assertThatThrownBy(() -> GuardRecordItem.read(other))
                            .isInstanceOf(UnreadableRecordException.class)
                            .hasMessageContaining(name + " is not");
                });
    }

    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00.123456789Z");
    private static final String WIDE = "\u4e00";

    private static GuardRecord largest() {
        GuardRecord record =
                GuardRecord.none(new ProfileName("p".repeat(128)))
                        .with(
                                new Baseline(
                                                "AIPA" + "A".repeat(17),
                                                "/" + "p".repeat(510) + "/",
                                                new RecordedRole(
                                                        new RoleName("r".repeat(64)),
                                                        "AROA" + "A".repeat(17)),
                                                tags(),
                                                NOW,
                                                actor().described(),
                                                "e".repeat(36))
                                        .provisional(true))
                        .with(new Release(NOW, NOW, WIDE.repeat(256), NOW));
        Change change =
                new Change(
                        record.profile(),
                        new Edit.Tagged(tags()),
                        new Call(
                                actor(),
                                "TagInstanceProfile",
                                "123456789012",
                                "e".repeat(36),
                                NOW));
        for (int i = 0; i <= Repair.MAX_REPAIRS; i++) {
            record = record.with(new Repair(NOW, change.eventId(), change.described()));
        }
        Baseline last = requireNonNull(record.baseline());
        for (int i = 0; i < 5; i++) {
            record = record.nextVersion().changed(last.provisional(i % 2 == 0), NOW);
        }
        return record;
    }

    private static Actor actor() {
        String role = "arn:aws:iam::123456789012:role/" + "p".repeat(510) + "/" + "r".repeat(64);
        return new Actor.Service(
                "cloudformation.amazonaws.com", new Actor.RoleSession(role, "s".repeat(64)));
    }

    private static Tags tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 10; i < 60; i++) {
            tags.put(i + WIDE.repeat(126), WIDE.repeat(256));
        }
        return new Tags(tags);
    }

    /// See
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    private static int size(AttributeValue value) {
        return switch (value.type()) {
            case S -> size(value.s());
            case N -> 21;
            case BOOL -> 1;
            case L -> 3 + value.l().stream().mapToInt(one -> 1 + size(one)).sum();
            case M -> 3 + size(value.m());
            default -> throw new AssertionError("Not counted: " + value.type());
        };
    }

    private static int size(Map<String, AttributeValue> map) {
        return map.entrySet().stream()
                .mapToInt(entry -> 1 + size(entry.getKey()) + size(entry.getValue()))
                .sum();
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
