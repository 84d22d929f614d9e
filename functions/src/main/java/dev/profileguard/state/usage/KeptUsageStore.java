package dev.profileguard.state.usage;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.compute.KeptUsage;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.stored.ItemReads;
import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// Stores what used each profile in the baseline table, under keys that start with `usage#`. Two
/// sweeps may run at the same time: a write that would undo that of the other one is left out. So
/// is one that would replace what a newer version of the functions stored.
public final class KeptUsageStore {
    private static final String PREFIX = "usage#";
    private static final String SAME = "seen = :seen";
    private static final String NEW = "attribute_not_exists(profile)";

    private final DynamoDbClient dynamo;
    private final String table;
    private final ItemReads reads;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public KeptUsageStore(DynamoDbClient dynamo, String table) {
        this(dynamo, table, new StoredItems(dynamo, table));
    }

    /// @param table the name of a table whose only key is the string attribute `profile`
    /// @param reads reads its items, and those that are needed with them
    public KeptUsageStore(DynamoDbClient dynamo, String table, ItemReads reads) {
        this.dynamo = dynamo;
        this.table = table;
        this.reads = reads;
    }

    /// What used a profile, by one consistent read; null: no sweep has stored it.
    ///
    /// @throws UnreadableRecordException if the item does not have the format of this version
    public @Nullable KeptUsage load(ProfileName profile) {
        Map<String, AttributeValue> item = reads.earlierItem(key(profile));
        return item == null ? null : KeptUsageItem.read(item);
    }

    /// Stores what uses a profile, by one write.
    ///
    /// @param stored what it takes the place of
    public void save(ProfileName profile, KeptUsage usage, StoredUsage stored) {
        PutItemRequest.Builder request =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(KeptUsageItem.write(key(profile), usage));
        switch (stored) {
            case StoredUsage.None none -> request.conditionExpression(NEW);
            case StoredUsage.Unreadable unreadable ->
                    request.conditionExpression(Schema.NOT_NEWER)
                            .expressionAttributeNames(Schema.names())
                            .expressionAttributeValues(Schema.FIRST.values());
            case StoredUsage.Kept(KeptUsage was) ->
                    request.conditionExpression(SAME).expressionAttributeValues(seen(was));
        }
        unlessChanged(() -> dynamo.putItem(request.build()));
    }

    /// Deletes what is stored of a profile, by one write.
    public void delete(ProfileName profile, StoredUsage stored) {
        DeleteItemRequest.Builder request =
                DeleteItemRequest.builder()
                        .tableName(table)
                        .key(Map.of("profile", fromS(key(profile))));
        if (stored instanceof StoredUsage.Kept(KeptUsage was)) {
            request.conditionExpression(SAME).expressionAttributeValues(seen(was));
        } else {
            request.conditionExpression(Schema.NOT_NEWER)
                    .expressionAttributeNames(Schema.names())
                    .expressionAttributeValues(Schema.FIRST.values());
        }
        unlessChanged(() -> dynamo.deleteItem(request.build()));
    }

    /// Another sweep or a newer version stored something newer, or deleted it.
    private static void unlessChanged(Runnable write) {
        try {
            write.run();
        } catch (ConditionalCheckFailedException e) {
            return;
        }
    }

    private static Map<String, AttributeValue> seen(KeptUsage usage) {
        return Map.of(":seen", fromS(usage.seen().toString()));
    }

    /// The name of the profile of an item, in lower case; null: the item is not about usage.
    public static @Nullable String profile(Map<String, AttributeValue> item) {
        return StoredItems.keyAfter(PREFIX, item);
    }

    /// What an item of this store contains.
    public static StoredUsage read(Map<String, AttributeValue> item) {
        try {
            return new StoredUsage.Kept(KeptUsageItem.read(item));
        } catch (UnreadableRecordException e) {
            return new StoredUsage.Unreadable();
        }
    }

    /// The key of the item about a profile.
    public static String key(ProfileName profile) {
        return PREFIX + profile.key();
    }
}
