package dev.profileguard.backfill;

import static dev.profileguard.aws.Attributes.value;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Subject;
import dev.profileguard.state.stored.BatchedWrites;
import dev.profileguard.text.QuotedError;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Stores plans in DynamoDB until they expire: one item for each subject and rule with actions.
public final class PlanStore {
    /// The permissions that its calls need.
    public static final List<String> PERMISSIONS =
            List.of("dynamodb:BatchWriteItem", "dynamodb:Query", "dynamodb:UpdateItem");

    /// The maximum length of a plan's ID. Lambda's request IDs, which plans have, are shorter, and
    /// a DynamoDB key can be longer.
    static final int MAX_ID = 128;

    private static final int MAX_SHOWN = 80;

    private final DynamoDbClient dynamo;
    private final String table;

    /// Uses this table, whose keys are the string attributes `plan` and `item`.
    public PlanStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// The planned actions of one rule for one role or profile.
    ///
    /// @param key different for each item of a plan
    /// @param subject such as `role/web`
    /// @param rule such as `guard`
    /// @param actions in order
    /// @param fingerprint of the state that it was planned for
    /// @param state whether an invocation started to apply it
    public record Planned(
            String key,
            String subject,
            String rule,
            List<Action> actions,
            String fingerprint,
            State state) {
        /// How far an item was applied.
        public enum State {
            /// Not at all.
            PLANNED,
            /// An invocation was about to perform its actions, and may have performed some or all.
            STARTED,
            /// An invocation performed its actions, or refused it.
            FINISHED
        }

        /// Takes a copy.
        public Planned {
            actions = List.copyOf(actions);
        }

        /// An item that is not applied yet.
        public Planned(
                String key, String subject, String rule, List<Action> actions, String fingerprint) {
            this(key, subject, rule, actions, fingerprint, State.PLANNED);
        }

        /// What it is planned for: the [PlanItem#key], which several items can share.
        String target() {
            return PlanItem.key(rule, Subject.parse(subject));
        }
    }

    /// Adds items to a plan, after those of earlier invocations.
    ///
    /// @param part the invocation that plans them, from 1
    /// @param items in the order in which they have to be applied
    /// @param expires when the plan becomes invalid
    public void add(String plan, int part, List<Planned> items, Instant expires) {
        List<WriteRequest> all = new ArrayList<>();
        for (Planned item : items) {
            all.add(put(write(plan, part, all.size(), item, expires)));
        }
        new BatchedWrites(dynamo, table).write(all);
    }

    /// The items of a plan, in order. Makes one read for each megabyte.
    ///
    /// @param after returns the items after the one with this key; null: all items
    /// @throws IllegalArgumentException when there is no such plan, it expired, or another version
    ///   made it
    public List<Planned> items(String plan, @Nullable String after, Instant now) {
        List<Planned> all = items(plan, item -> true, now);
        List<String> keys = all.stream().map(Planned::key).toList();
        return all.subList(after == null ? 0 : keys.indexOf(after) + 1, all.size());
    }

    /// The items that earlier invocations planned, in order, with the same number of reads. Items
    /// of a failed attempt of this invocation are not included.
    ///
    /// @param part the number of this invocation, from 1
    /// @throws IllegalArgumentException as for all items
    public List<Planned> before(String plan, int part, Instant now) {
        return items(plan, item -> part(item) < part, now);
    }

    private List<Planned> items(
            String plan, Predicate<Map<String, AttributeValue>> wanted, Instant now) {
        List<Map<String, AttributeValue>> all = query(plan);
        try {
            if (!all.isEmpty() && all.stream().noneMatch(item -> expires(item).isBefore(now))) {
                return all.stream()
                        .filter(wanted)
                        .sorted(
                                Comparator.comparingInt(PlanStore::part)
                                        .thenComparingInt(PlanStore::index))
                        .map(PlanStore::read)
                        .filter(item -> !item.rule().isEmpty())
                        .map(PlanItem::checked)
                        .toList();
            }
        } catch (RuntimeException e) {
            throw refused(plan, "another version of Profile Guard made '%s'", e);
        }
        throw refused(plan, "there is no plan '%s', or it is older than a week", null);
    }

    private static int part(Map<String, AttributeValue> item) {
        return Integer.parseInt(text(item, "part"));
    }

    private static int index(Map<String, AttributeValue> item) {
        return Integer.parseInt(text(item, "index"));
    }

    private List<Map<String, AttributeValue>> query(String plan) {
        if (plan.length() > MAX_ID) {
            return List.of();
        }
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

    /// Notes how far an item is applied, by one write.
    public void note(String plan, Planned item, Planned.State state) {
        dynamo.updateItem(r ->
                r.tableName(table)
                        .key(Map.of("plan", fromS(plan), "item", fromS(item.key())))
                        .updateExpression("SET #state = :state")
                        .expressionAttributeNames(Map.of("#state", "state"))
                        .expressionAttributeValues(Map.of(":state", fromS(text(state)))));
    }

    private static String text(Planned.State state) {
        return switch (state) {
            case PLANNED -> "planned";
            case STARTED -> "started";
            case FINISHED -> "finished";
        };
    }

    /// No attribute: the item was not applied yet.
    private static Planned.State state(Map<String, AttributeValue> item) {
        AttributeValue value = item.get("state");
        return Arrays.stream(Planned.State.values())
                .filter(state -> value != null && text(state).equals(value.s()))
                .findFirst()
                .orElse(Planned.State.PLANNED);
    }

    private static Instant expires(Map<String, AttributeValue> item) {
        return Instant.ofEpochSecond(Long.parseLong(text(item, "expires")));
    }

    private static IllegalArgumentException refused(
            String plan, String why, @Nullable RuntimeException cause) {
        return new IllegalArgumentException(
                "plan: %s; make a new one with {\"mode\": \"plan\"}"
                        .formatted(why.formatted(VisibleText.excerpt(plan, MAX_SHOWN))),
                cause == null ? null : QuotedError.shownCause(cause));
    }

    private static WriteRequest put(Map<String, AttributeValue> item) {
        return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
    }

    private static Map<String, AttributeValue> write(
            String plan, int part, int index, Planned planned, Instant expires) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("plan", fromS(plan));
        item.put("item", fromS(planned.key()));
        item.put("part", fromN(Integer.toString(part)));
        item.put("index", fromN(Integer.toString(index)));
        item.put("subject", fromS(planned.subject()));
        item.put("rule", fromS(planned.rule()));
        item.put("actions", fromL(planned.actions().stream().map(ActionItem::write).toList()));
        item.put("fingerprint", fromS(planned.fingerprint()));
        item.put("expires", fromN(Long.toString(expires.getEpochSecond())));
        Schema.FIRST.put(item);
        return item;
    }

    private static Planned read(Map<String, AttributeValue> item) {
        String newer = Schema.FIRST.newer(item);
        if (newer != null) {
            throw new IllegalStateException(newer);
        }
        return new Planned(
                text(item, "item"),
                text(item, "subject"),
                text(item, "rule"),
                value(item, "actions").l().stream().map(ActionItem::read).toList(),
                text(item, "fingerprint"),
                state(item));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        String text = value == null ? null : value.s() == null ? value.n() : value.s();
        if (text == null) {
            throw new IllegalStateException(
                    "The plan table's item %s has no %s".formatted(item.get("item"), name));
        }
        return text;
    }
}
