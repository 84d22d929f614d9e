package dev.profileguard.backfill.baselines;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.event.Json;
import dev.profileguard.guard.baselines.Intention;
import dev.profileguard.guard.baselines.PlanPart;
import dev.profileguard.guard.baselines.WantedBaseline;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.stored.BatchedWrites;
import dev.profileguard.state.stored.StoredMap;
import dev.profileguard.state.stored.UnreadableRecordException;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Stores plans of baselines in the table of plans, under IDs that start with `baselines-`. The
/// last item says that the plan is complete: a plan of which a part is missing is not applied.
///
/// @param table the name of a table whose keys are the string attributes `plan` and `item`
record BaselinePlanStore(DynamoDbClient dynamo, String table) {
    static final String PREFIX = "baselines-";

    private static final Pattern ID = Pattern.compile(PREFIX + "[A-Za-z0-9-]{1,100}");

    /// What no name of a profile begins with.
    private static final String MARK = "#";

    private static final String END = MARK + "end";

    /// Whether a plan is one of baselines.
    static boolean isId(String plan) {
        return ID.matcher(plan).matches();
    }

    /// The profiles of the earlier parts of a plan, in lower case.
    ///
    /// @param number of the part that follows
    /// @throws IllegalArgumentException if one of the parts is not there, or the plan is complete
    Set<String> earlier(String plan, int number) {
        Set<String> keys =
                query(plan).stream().map(BaselinePlanStore::key).collect(Collectors.toSet());
        for (int part = 1; part < number; part++) {
            if (!keys.contains(mark(part))) {
                throw new IllegalArgumentException(
                        "import.part is %d, and part %d of the plan is not there. Begin again with part 1"
                                .formatted(number, part));
            }
        }
        if (keys.contains(mark(number)) || keys.contains(END)) {
            throw new IllegalArgumentException(
                    "import.part is %d, and the plan has that part already. Begin again with part 1"
                            .formatted(number));
        }
        return keys;
    }

    private static String mark(int part) {
        return "%s%04d".formatted(MARK, part);
    }

    /// Adds items to a plan. What shows that they are complete is written after them.
    void add(String plan, List<PlannedIntention> items, Instant expires, PlanPart part) {
        List<WriteRequest> writes = new ArrayList<>();
        items.forEach(item -> writes.add(put(item(plan, item, expires))));
        BatchedWrites batches = new BatchedWrites(dynamo, table);
        batches.write(writes);
        String mark = part.last() ? END : mark(part.number());
        batches.write(List.of(put(base(plan, mark, expires))));
    }

    /// The items of a plan, by the names of the profiles.
    ///
    /// @throws IllegalArgumentException when there is no such plan, it expired, or a part of it is
    ///   missing
    List<PlannedIntention> items(String plan, Instant now) {
        List<Map<String, AttributeValue>> all = query(plan);
        boolean isComplete = all.stream().anyMatch(item -> END.equals(key(item)));
        if (!isComplete || all.stream().anyMatch(item -> isExpired(item, now))) {
            throw new IllegalArgumentException(
                    "plan: there is no complete plan '%s' that is younger than a week; make a new one"
                            .formatted(VisibleText.excerpt(plan)));
        }
        try {
            return all.stream()
                    .filter(item -> !key(item).startsWith(MARK))
                    .map(BaselinePlanStore::read)
                    .toList();
        } catch (UnreadableRecordException e) {
            throw new IllegalArgumentException(
                    "plan: another version of Profile Guard made it; make a new one", e);
        }
    }

    private List<Map<String, AttributeValue>> query(String plan) {
        return dynamo
                .queryPaginator(r ->
                        r.tableName(table)
                                .keyConditionExpression("#plan = :plan")
                                .expressionAttributeNames(Map.of("#plan", "plan"))
                                .expressionAttributeValues(Map.of(":plan", fromS(plan)))
                                .consistentRead(true))
                .items()
                .stream()
                .toList();
    }

    private static String key(Map<String, AttributeValue> item) {
        AttributeValue key = item.get("item");
        return key == null || key.s() == null ? "" : key.s();
    }

    private static boolean isExpired(Map<String, AttributeValue> item, Instant now) {
        AttributeValue expires = item.get("expires");
        return expires == null
                || expires.n() == null
                || !expires.n().matches("\\d{1,12}")
                || Instant.ofEpochSecond(Long.parseLong(expires.n())).isBefore(now);
    }

    private static WriteRequest put(Map<String, AttributeValue> item) {
        return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
    }

    private static Map<String, AttributeValue> base(String plan, String key, Instant expires) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("plan", fromS(plan));
        item.put("item", fromS(key));
        item.put("expires", fromN(Long.toString(expires.getEpochSecond())));
        Schema.FIRST.put(item);
        return item;
    }

    private static Map<String, AttributeValue> item(
            String plan, PlannedIntention planned, Instant expires) {
        Intention intention = planned.intention();
        Map<String, AttributeValue> item = base(plan, intention.profile().key(), expires);
        item.put("name", fromS(intention.profile().value()));
        switch (intention) {
            case Intention.Approve _ -> item.put("intention", fromS("approve"));
            case Intention.Remove _ -> item.put("intention", fromS("remove"));
            case Intention.Restore(ProfileName _, String to) -> {
                item.put("intention", fromS("restore"));
                if (to != null) {
                    item.put("to", fromS(to));
                }
            }
            case Intention.Import(WantedBaseline wanted) -> {
                item.put("intention", fromS("import"));
                item.put("wanted", fromS(Json.text(wanted.json())));
            }
        }
        item.put("decided", fromS(planned.decided().toString()));
        item.put(
                "differences",
                fromL(planned.differences().stream().map(AttributeValue::fromS).toList()));
        item.put("state", fromS(planned.state()));
        return item;
    }

    private static PlannedIntention read(Map<String, AttributeValue> item) {
        return StoredMap.read(key(item), item, Schema.FIRST, BaselinePlanStore::read);
    }

    private static PlannedIntention read(StoredMap item) {
        item.text("plan");
        item.number("expires");
        ProfileName profile = new ProfileName(item.text("name"));
        if (!profile.key().equals(item.text("item"))) {
            throw item.wrong("name", "is not the name in the key");
        }
        Intention intention = intention(item, profile);
        if (!intention.profile().equals(profile)) {
            throw item.wrong("wanted", "is about another profile");
        }
        List<String> differences = item.optionalTexts("differences");
        return new PlannedIntention(
                intention,
                item.time("decided"),
                differences == null ? List.of() : differences,
                item.text("state"));
    }

    private static Intention intention(StoredMap item, ProfileName profile) {
        @Nullable String to = item.optionalText("to");
        @Nullable String wanted = item.optionalText("wanted");
        return switch (item.text("intention")) {
            case "approve" -> new Intention.Approve(profile);
            case "remove" -> new Intention.Remove(profile);
            case "restore" -> new Intention.Restore(profile, to);
            case "import" ->
                    new Intention.Import(
                            WantedBaseline.read(Json.read("wanted", String.valueOf(wanted))));
            default -> throw item.wrong("intention", "is unknown");
        };
    }
}
