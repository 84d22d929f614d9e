package dev.profileguard.sandbox.command.stack;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// The stack's baseline table, and that of an earlier stack in the same account and region.
public final class StackBaselines implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "profile";

    /// By whom a baseline is that a sweep recorded without knowing a call.
    private static final String NOBODY = "unknown";

    /// Nothing is there, or a state that a sweep or a first event found later and that nobody
    /// trusted made. The times are of one form, so that they compare as texts.
    private static final String CONDITION =
            """
            attribute_not_exists(#key) OR (#baseline.#asOf > :asOf \
            AND (#baseline.#by = :nobody OR #baseline.#provisional = :true) AND %s)\
            """
                    .formatted(Schema.NOT_NEWER);

    private final DeployedStack stack;
    private final DynamoDbClient tables;

    private StackBaselines(DeployedStack stack, DynamoDbClient tables) {
        this.stack = stack;
        this.tables = tables;
    }

    static StackBaselines of(DeployedStack stack) {
        DynamoDbClient tables = stack.aws().client(DynamoDbClient.builder(), "DYNAMODB", PATIENCE);
        return new StackBaselines(stack, tables);
    }

    /// The name of the stack's table.
    ///
    /// @throws StackException when the deployed version does not say it
    public String table() {
        return stack.requiredOutput("BaselineTable");
    }

    /// Reads all items of a table, with consistent reads.
    ///
    /// @throws StackException when there is no such table, or it cannot be read
    public void each(String table, Consumer<Map<String, AttributeValue>> action) {
        try {
            tables.scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                    .items()
                    .forEach(action);
        } catch (ResourceNotFoundException e) {
            throw new StackException(
                    "There is no table %s in %s. List them: aws dynamodb list-tables"
                            .formatted(table, stack.caller().place()),
                    e);
        } catch (SdkException e) {
            throw AwsFailure.of(e, "dynamodb:Scan", "the table " + table);
        }
    }

    /// Writes an item into the stack's table, unless a newer one is there.
    ///
    /// @throws StackException when DynamoDB does not do it
    public Copied copy(Map<String, AttributeValue> item) {
        try {
            PutItemResponse put = tables.putItem(request(item));
            return put.attributes().isEmpty() ? Copied.NEW : Copied.REPLACED;
        } catch (ConditionalCheckFailedException e) {
            return item.equals(e.item()) ? Copied.SAME : Copied.KEPT;
        } catch (SdkException e) {
            throw refused(AwsFailure.of(e, "dynamodb:PutItem", "the table " + table()));
        }
    }

    private PutItemRequest request(Map<String, AttributeValue> item) {
        PutItemRequest.Builder put =
                PutItemRequest.builder()
                        .tableName(table())
                        .item(item)
                        .returnValues(ReturnValue.ALL_OLD)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        AttributeValue baseline = item.get("baseline");
        if (baseline == null || !baseline.hasM() || !baseline.m().containsKey("asOf")) {
            return put.conditionExpression("attribute_not_exists(#key)")
                    .expressionAttributeNames(Map.of("#key", KEY))
                    .build();
        }
        Map<String, String> names = new HashMap<>(Schema.names());
        names.put("#key", KEY);
        for (String each : new String[] {"baseline", "asOf", "by", "provisional"}) {
            names.put("#" + each, each);
        }
        return put.conditionExpression(CONDITION)
                .expressionAttributeNames(names)
                .expressionAttributeValues(
                        Schema.FIRST.values(
                                Map.of(
                                        ":asOf", baseline.m().get("asOf"),
                                        ":nobody", fromS(NOBODY),
                                        ":true", fromBool(true))))
                .build();
    }

    /// The table's policy denies writes to everybody but the functions.
    private static StackException refused(StackException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.startsWith("Access denied")
                ? new StackException(
                        text
                                + ". The policy of the table lets only the functions write: take it"
                                + " off for the time of the copy, as"
                                + " docs/operations/copy-baselines.md says",
                        failure)
                : failure;
    }

    @Override
    public void close() {
        tables.close();
    }

    /// What became of an item.
    public enum Copied {
        /// The table had none with this key.
        NEW,
        /// It replaced a state that a sweep had found.
        REPLACED,
        /// It was there already.
        SAME,
        /// Another one was there, and stays.
        KEPT
    }
}
