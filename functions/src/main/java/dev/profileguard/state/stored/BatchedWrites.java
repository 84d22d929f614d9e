package dev.profileguard.state.stored;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Writes the items of a plan to a table, in batches.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
public record BatchedWrites(DynamoDbClient dynamo, String table) {
    /// The maximum of one BatchWriteItem call.
    private static final int BATCH = 25;

    private static final int MOST_TRIES = 10;

    /// Writes all, in order of the batches. What DynamoDB leaves over is sent again.
    ///
    /// @throws IllegalStateException when DynamoDB keeps leaving items over
    public void write(List<WriteRequest> all) {
        for (int i = 0; i < all.size(); i += BATCH) {
            writeBatch(all.subList(i, Math.min(i + BATCH, all.size())));
        }
    }

    private void writeBatch(List<WriteRequest> batch) {
        List<WriteRequest> left = batch;
        for (int tries = 0; tries < MOST_TRIES && !left.isEmpty(); tries++) {
            Map<String, List<WriteRequest>> request = Map.of(table, left);
            left =
                    dynamo.batchWriteItem(r -> r.requestItems(request))
                            .unprocessedItems()
                            .getOrDefault(table, List.of());
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("DynamoDB rejected the plan; try again later");
        }
    }
}
