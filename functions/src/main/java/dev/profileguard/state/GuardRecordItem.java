package dev.profileguard.state;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.history.BaselineHistory;
import dev.profileguard.state.history.FormerBaselineItem;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.state.repair.RepairItem;
import dev.profileguard.state.stored.StoredMap;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The DynamoDB item of a [GuardRecord]. Times are ISO 8601 strings.
public final class GuardRecordItem {
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
    private static final Pattern PATH = Pattern.compile("/|/[!-~]{1,510}/");

    /// The form of an item with a history. Others have the first form.
    private static final Schema WITH_HISTORY = new Schema(2);

    private GuardRecordItem() {}

    static Map<String, AttributeValue> key(ProfileName profile) {
        return Map.of("profile", fromS(profile.key()));
    }

    /// Whether an item of the table is a guard record. The keys of other items contain `#`, which
    /// IAM does not allow in names.
    static boolean isGuardRecord(Map<String, AttributeValue> item) {
        return !StoredMap.key(item).contains("#");
    }

    static Map<String, AttributeValue> write(GuardRecord record, long version) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(key(record.profile()));
        item.put("name", fromS(record.profile().value()));
        item.put("version", fromN(Long.toString(version)));
        (record.history().isEmpty() ? Schema.FIRST : WITH_HISTORY).put(item);
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
        if (!record.former().isEmpty()) {
            item.put(
                    "former",
                    fromL(record.former().stream().map(each -> fromM(write(each))).toList()));
        }
        if (!record.history().isEmpty()) {
            item.put(
                    "history",
                    fromL(
                            record.history().entries().stream()
                                    .map(each -> fromM(FormerBaselineItem.write(each)))
                                    .toList()));
        }
        item.put(
                "repairs",
                fromL(record.repairs().stream().map(r -> fromM(RepairItem.write(r))).toList()));
        return item;
    }

    /// The attributes of a baseline.
    public static Map<String, AttributeValue> write(Baseline baseline) {
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
        if (baseline.canary()) {
            map.put("canary", fromBool(true));
        }
        return map;
    }

    private static Map<String, AttributeValue> write(FormerProfile former) {
        return Map.of(
                "profileId", fromS(former.id()),
                "right", fromS(former.right().toString()),
                "since", fromS(former.since().toString()));
    }

    private static Map<String, AttributeValue> write(Release release) {
        return Map.of(
                "from", fromS(release.from().toString()),
                "until", fromS(release.until().toString()),
                "reason", fromS(release.reason()),
                "decided", fromS(release.decided().toString()));
    }

    /// Reads an item.
    ///
    /// @throws UnreadableRecordException if this version does not write such an item
    static GuardRecord read(Map<String, AttributeValue> item) {
        String key = StoredMap.key(item);
        return StoredMap.read(key, item, WITH_HISTORY, stored -> read(key, stored));
    }

    private static GuardRecord read(String key, StoredMap item) {
        ProfileName name = new ProfileName(item.text("name"));
        if (!name.key().equals(key)) {
            throw item.wrong("name", "is not the name in the key");
        }
        Baseline baseline = item.optional("baseline", GuardRecordItem::baseline);
        return new GuardRecord(
                name,
                baseline,
                item.optional("release", GuardRecordItem::release),
                repairs(item),
                item.optional("unexplained", GuardRecordItem::unexplained),
                item.optionalTime("unverified"),
                item.optional("withheld", GuardRecordItem::withheld),
                item.optionalText("foreignId"),
                item.optionalTime("lookAgain"),
                item.optional("unproven", GuardRecordItem::unproven),
                former(item),
                history(item),
                baseline,
                item.number("version"));
    }

    private static List<Repair> repairs(StoredMap item) {
        List<Repair> repairs = item.all("repairs", RepairItem::read);
        if (!item.has("repairs") || repairs.size() > Repair.MAX_REPAIRS) {
            throw item.wrong("repairs", "is missing or too long");
        }
        return repairs;
    }

    /// Earlier versions did not write it.
    private static List<FormerProfile> former(StoredMap item) {
        List<FormerProfile> former = item.all("former", GuardRecordItem::formerProfile);
        if (former.size() > FormerProfile.MOST) {
            throw item.wrong("former", "is too long");
        }
        return former;
    }

    private static BaselineHistory history(StoredMap item) {
        BaselineHistory history =
                new BaselineHistory(item.all("history", FormerBaselineItem::read));
        if (history.entries().size() > BaselineHistory.MOST) {
            throw item.wrong("history", "is too long");
        }
        return history;
    }

    private static FormerProfile formerProfile(StoredMap map) {
        return new FormerProfile(map.text("profileId"), map.time("right"), map.time("since"));
    }

    private static Withheld withheld(StoredMap map) {
        return new Withheld(
                map.time("since"), map.text("by"), map.text("eventId"), map.text("cause"));
    }

    private static Adopted unproven(StoredMap map) {
        return new Adopted(map.text("eventId"), map.text("by"), map.time("time"));
    }

    private static GuardRecord.Unexplained unexplained(StoredMap map) {
        return new GuardRecord.Unexplained(map.time("since"), map.text("state"));
    }

    /// Reads a baseline.
    ///
    /// @throws RuntimeException if this version does not write such attributes
    public static Baseline baseline(StoredMap map) {
        String path = map.text("path");
        if (!PATH.matcher(path).matches()) {
            throw map.wrong("path", "is not a path of IAM");
        }
        if (!map.has("tags")) {
            throw map.wrong("tags", "is missing");
        }
        return new Baseline(
                map.text("profileId"),
                path,
                role(map),
                new Tags(map.texts("tags")),
                map.time("asOf"),
                map.text("by"),
                map.text("eventId"),
                map.flag("provisional"),
                map.flag("canary"));
    }

    private static @Nullable RecordedRole role(StoredMap map) {
        String name = map.optionalText("roleName");
        return name == null
                ? null
                : new RecordedRole(new RoleName(name), map.optionalText("roleId"));
    }

    private static Release release(StoredMap map) {
        Instant from = map.time("from");
        Instant decided = map.optionalTime("decided"); // earlier versions did not write it
        return new Release(
                from, map.time("until"), map.text("reason"), decided == null ? from : decided);
    }
}
