package dev.profileguard.state;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.pause.PauseStore;
import dev.profileguard.state.stored.ItemReads;
import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.state.usage.KeptUsageStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores [GuardRecord]s in DynamoDB, one item for each profile. Writes use optimistic locking:
/// they never overwrite the write of another invocation.
public final class GuardRecordStore implements GuardRecords {
    /// The IAM permission for [#load(ProfileName)].
    public static final String READ = "dynamodb:GetItem";

    /// The IAM permissions for all calls.
    public static final List<String> PERMISSIONS =
            List.of(READ, "dynamodb:PutItem", "dynamodb:DeleteItem");

    private final DynamoDbClient dynamo;
    private final String table;
    private final ItemReads reads;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public GuardRecordStore(DynamoDbClient dynamo, String table) {
        this(dynamo, table, new StoredItems(dynamo, table));
    }

    /// @param table the name of a table whose only key is the string attribute `profile`
    /// @param reads reads its items, and those that are needed with them
    public GuardRecordStore(DynamoDbClient dynamo, String table, ItemReads reads) {
        this.dynamo = dynamo;
        this.table = table;
        this.reads = reads;
    }

    /// The record of a profile, by one consistent read; an empty record if there is none.
    ///
    /// @throws UnreadableRecordException if the item does not have the format of this version
    @Override
    public GuardRecord load(ProfileName profile) {
        Map<String, AttributeValue> item =
                reads.item(profile.key(), PauseStore.KEY, KeptUsageStore.key(profile));
        return item == null ? GuardRecord.none(profile) : GuardRecordItem.read(item);
    }

    @Override
    public @Nullable KeptUsage usage(ProfileName profile) {
        return new KeptUsageStore(dynamo, table, reads).load(profile);
    }

    /// Stores a record that was loaded and changed, by one write. A record with nothing to store is
    /// deleted.
    ///
    /// @throws ChangedMeanwhileException if another invocation wrote the record since it was loaded
    @Override
    public void save(GuardRecord record) {
        StoredItems items = new StoredItems(dynamo, table);
        String conflict =
                "Another event about %s was recorded meanwhile".formatted(record.profile());
        if (record.isStored()) {
            Map<String, AttributeValue> item = GuardRecordItem.write(record, record.version() + 1);
            items.put(item, record.version(), conflict);
        } else if (record.version() > 0) {
            items.delete(GuardRecordItem.key(record.profile()), record.version(), conflict);
        }
    }
}
