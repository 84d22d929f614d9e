package dev.profileguard.state;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Subject;
import dev.profileguard.state.pause.PauseStore;
import dev.profileguard.state.stored.ItemReads;
import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.state.stored.StoredMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// Stores [ProvenanceRecord]s in the baseline table, under keys that start with `made#`. Such
/// profiles also have [ProvenanceTags], but these are not proof: everybody who may tag a profile
/// can set them.
public final class ProvenanceStore implements ProvenanceRecords {
    /// The IAM permissions for all calls.
    public static final List<String> PERMISSIONS = List.of("dynamodb:GetItem", "dynamodb:PutItem");

    private static final String PREFIX = "made#";

    private final DynamoDbClient dynamo;
    private final String table;
    private final ItemReads reads;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public ProvenanceStore(DynamoDbClient dynamo, String table) {
        this(dynamo, table, new StoredItems(dynamo, table));
    }

    /// @param table the name of a table whose only key is the string attribute `profile`
    /// @param reads reads its items, and those that are needed with them
    public ProvenanceStore(DynamoDbClient dynamo, String table, ItemReads reads) {
        this.dynamo = dynamo;
        this.table = table;
        this.reads = reads;
    }

    /// Stores a record by one write. Replaces the record of an earlier profile of that name, but
    /// never an ID that was not read: two invocations may create the profile at the same time, and
    /// only one knows its ID.
    @Override
    public void save(
            ProfileName profile, @Nullable ProvenanceRecord read, ProvenanceRecord record) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", fromS(key(profile)));
        item.put("roleId", fromS(record.roleId()));
        item.put("at", fromS(record.at().toString()));
        if (record.retired() != null) {
            item.put("retired", fromS(record.retired().toString()));
        }
        if (record.profileId() != null) {
            item.put("profileId", fromS(record.profileId()));
        }
        Schema.FIRST.put(item);
        put(profile, item, read == null ? null : read.profileId());
    }

    private void put(
            ProfileName profile, Map<String, AttributeValue> item, @Nullable String readId) {
        PutItemRequest.Builder request =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item)
                        .expressionAttributeNames(Schema.names());
        if (readId == null) {
            request.conditionExpression(Schema.NOT_NEWER + " AND attribute_not_exists(profileId)")
                    .expressionAttributeValues(Schema.FIRST.values());
        } else {
            request.conditionExpression(
                            Schema.NOT_NEWER
                                    + " AND (attribute_not_exists(profileId) OR profileId = :read)")
                    .expressionAttributeValues(Schema.FIRST.values(Map.of(":read", fromS(readId))));
        }
        try {
            dynamo.putItem(request.build());
        } catch (ConditionalCheckFailedException e) {
            throw new ChangedMeanwhileException(
                    "Somebody else created or deleted %s in the meantime".formatted(profile), e);
        }
    }

    /// The record of a profile, by one consistent read; null if ProfileProvisioner never created a
    /// profile of this name.
    @Override
    public @Nullable ProvenanceRecord load(ProfileName profile) {
        String tags = TagRecordItem.key(new Subject.OfProfile(profile).key());
        Map<String, AttributeValue> item =
                reads.item(key(profile), profile.key(), tags, PauseStore.KEY);
        return item == null ? null : read(item);
    }

    /// Reads an item.
    ///
    /// @throws UnreadableRecordException if this version does not write such an item
    static ProvenanceRecord read(Map<String, AttributeValue> item) {
        return StoredMap.read(
                StoredMap.key(item),
                item,
                Schema.FIRST,
                stored ->
                        new ProvenanceRecord(
                                stored.text("roleId"),
                                stored.time("at"),
                                stored.optionalTime("retired"),
                                stored.optionalText("profileId")));
    }

    /// The name of the profile of an item, in lower case; null: it is no provenance record.
    static @Nullable String profile(Map<String, AttributeValue> item) {
        return StoredItems.keyAfter(PREFIX, item);
    }

    private static String key(ProfileName profile) {
        return PREFIX + profile.key();
    }
}
