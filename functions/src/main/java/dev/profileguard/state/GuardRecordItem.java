package dev.profileguard.state;

import static dev.profileguard.aws.Attributes.text;
import static dev.profileguard.aws.Attributes.value;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.Repair.Aspect;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The DynamoDB item of a [GuardRecord]. Times are ISO 8601 strings.
final class GuardRecordItem {
    private GuardRecordItem() {}

    static Map<String, AttributeValue> key(ProfileName profile) {
        return Map.of("profile", fromS(profile.key()));
    }

    /// Whether an item of the table is a guard record. The keys of other items contain `#`, which
    /// IAM does not allow in names.
    static boolean isGuardRecord(Map<String, AttributeValue> item) {
        AttributeValue key = item.get("profile");
        return key != null && key.s() != null && !key.s().contains("#");
    }

    static Map<String, AttributeValue> write(GuardRecord record, long version) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(key(record.profile()));
        item.put("name", fromS(record.profile().value()));
        item.put("version", fromN(Long.toString(version)));
        Baseline baseline = record.baseline();
        if (baseline != null) {
            item.put("baseline", fromM(write(baseline)));
        }
        Release release = record.release();
        if (release != null) {
            item.put("release", fromM(write(release)));
        }
        GuardRecord.Unexplained unexplained = record.unexplained();
        if (unexplained != null) {
            item.put(
                    "unexplained",
                    fromM(
                            Map.of(
                                    "since", fromS(unexplained.since().toString()),
                                    "state", fromS(unexplained.state()))));
        }
        Instant unverified = record.unverified();
        if (unverified != null) {
            item.put("unverified", fromS(unverified.toString()));
        }
        Withheld withheld = record.withheld();
        if (withheld != null) {
            item.put(
                    "withheld",
                    fromM(
                            Map.of(
                                    "since", fromS(withheld.since().toString()),
                                    "by", fromS(withheld.by()),
                                    "eventId", fromS(withheld.eventId()),
                                    "cause", fromS(withheld.cause()))));
        }
        if (record.foreignId() != null) {
            item.put("foreignId", fromS(record.foreignId()));
        }
        if (record.lookAgain() != null) {
            item.put("lookAgain", fromS(record.lookAgain().toString()));
        }
        Adopted unproven = record.unproven();
        if (unproven != null) {
            item.put(
                    "unproven",
                    fromM(
                            Map.of(
                                    "eventId", fromS(unproven.eventId()),
                                    "by", fromS(unproven.by()),
                                    "time", fromS(unproven.time().toString()))));
        }
        item.put("repairs", fromL(record.repairs().stream().map(r -> fromM(write(r))).toList()));
        return item;
    }

    private static Map<String, AttributeValue> write(Baseline baseline) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        map.put("profileId", fromS(baseline.profileId()));
        map.put("path", fromS(baseline.path()));
        RecordedRole role = baseline.role();
        if (role != null) {
            map.put("roleName", fromS(role.name().value()));
            if (role.id() != null) {
                map.put("roleId", fromS(role.id()));
            }
        }
        Map<String, AttributeValue> tags = new LinkedHashMap<>();
        baseline.tags().values().forEach((key, value) -> tags.put(key, fromS(value)));
        map.put("tags", fromM(tags));
        map.put("asOf", fromS(baseline.asOf().toString()));
        map.put("by", fromS(baseline.by()));
        map.put("eventId", fromS(baseline.eventId()));
        if (baseline.provisional()) {
            map.put("provisional", fromBool(true));
        }
        return map;
    }

    private static Map<String, AttributeValue> write(Release release) {
        return Map.of(
                "from", fromS(release.from().toString()),
                "until", fromS(release.until().toString()),
                "reason", fromS(release.reason()));
    }

    static Map<String, AttributeValue> write(Repair repair) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        map.put("at", fromS(repair.at().toString()));
        map.put("eventId", fromS(repair.eventId()));
        map.put("undone", fromS(repair.undone()));
        if (repair.aspects().size() < Aspect.values().length) {
            map.put(
                    "aspects",
                    fromL(
                            repair.aspects().stream()
                                    .sorted()
                                    .map(each -> fromS(each.text()))
                                    .toList()));
        }
        if (repair.role() != null) {
            map.put("role", fromS(repair.role()));
        }
        return map;
    }

    static GuardRecord read(Map<String, AttributeValue> item) {
        try {
            AttributeValue baseline = item.get("baseline");
            AttributeValue release = item.get("release");
            AttributeValue unexplained = item.get("unexplained");
            AttributeValue withheld = item.get("withheld");
            return new GuardRecord(
                    new ProfileName(text(item, "name")),
                    baseline == null ? null : baseline(baseline.m()),
                    release == null ? null : release(release.m()),
                    value(item, "repairs").l().stream().map(r -> repair(r.m())).toList(),
                    unexplained == null ? null : unexplained(unexplained.m()),
                    item.containsKey("unverified") ? Instant.parse(text(item, "unverified")) : null,
                    withheld == null ? null : withheld(withheld.m()),
                    item.containsKey("foreignId") ? text(item, "foreignId") : null,
                    item.containsKey("lookAgain") ? Instant.parse(text(item, "lookAgain")) : null,
                    item.containsKey("unproven") ? unproven(item.get("unproven").m()) : null,
                    Long.parseLong(value(item, "version").n()));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The item for %s in the baseline table does not have the format of this version: %s"
                            .formatted(item.get("profile"), e.getMessage()),
                    e);
        }
    }

    private static Adopted unproven(Map<String, AttributeValue> map) {
        return new Adopted(text(map, "eventId"), text(map, "by"), Instant.parse(text(map, "time")));
    }

    private static Withheld withheld(Map<String, AttributeValue> map) {
        return new Withheld(
                Instant.parse(text(map, "since")),
                text(map, "by"),
                text(map, "eventId"),
                text(map, "cause"));
    }

    private static GuardRecord.Unexplained unexplained(Map<String, AttributeValue> map) {
        return new GuardRecord.Unexplained(Instant.parse(text(map, "since")), text(map, "state"));
    }

    private static Baseline baseline(Map<String, AttributeValue> map) {
        Map<String, String> tags = new LinkedHashMap<>();
        value(map, "tags").m().forEach((key, value) -> tags.put(key, value.s()));
        return new Baseline(
                text(map, "profileId"),
                text(map, "path"),
                role(map),
                new Tags(tags),
                Instant.parse(text(map, "asOf")),
                text(map, "by"),
                text(map, "eventId"),
                map.containsKey("provisional") && value(map, "provisional").bool());
    }

    private static @Nullable RecordedRole role(Map<String, AttributeValue> map) {
        if (!map.containsKey("roleName")) {
            return null;
        }
        AttributeValue id = map.get("roleId");
        return new RecordedRole(new RoleName(text(map, "roleName")), id == null ? null : id.s());
    }

    private static Release release(Map<String, AttributeValue> map) {
        return new Release(
                Instant.parse(text(map, "from")),
                Instant.parse(text(map, "until")),
                text(map, "reason"));
    }

    static Repair repair(Map<String, AttributeValue> map) {
        return new Repair(
                Instant.parse(text(map, "at")),
                text(map, "eventId"),
                text(map, "undone"),
                aspects(map.get("aspects")),
                map.containsKey("role") ? text(map, "role") : null);
    }

    /// @param stored null: the repair may have restored everything
    private static Set<Aspect> aspects(@Nullable AttributeValue stored) {
        Set<Aspect> all = EnumSet.allOf(Aspect.class);
        if (stored != null) {
            Set<String> texts =
                    stored.l().stream().map(AttributeValue::s).collect(Collectors.toSet());
            all.removeIf(each -> !texts.contains(each.text()));
        }
        return all;
    }
}
