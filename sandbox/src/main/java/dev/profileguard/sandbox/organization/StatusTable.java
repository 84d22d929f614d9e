package dev.profileguard.sandbox.organization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.TableDefinition;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// The last status of each account, as `RecordStatus` keeps it.
///
/// @param clock says when a status arrives. Its own time is its sender's choice
record StatusTable(DynamoDbClient dynamo, InstantSource clock) {
    static final String NAME = Stack.NAME + "-StatusTable";
    private static final ObjectMapper JSON = new ObjectMapper();

    static TableDefinition definition(Stack stack) {
        return new TableDefinition(
                NAME,
                stack.arn("dynamodb", "table/" + NAME),
                Map.of(
                        "TableName",
                        NAME,
                        "BillingMode",
                        "PAY_PER_REQUEST",
                        "AttributeDefinitions",
                        List.of(Map.of("AttributeName", "account", "AttributeType", "S")),
                        "KeySchema",
                        List.of(Map.of("AttributeName", "account", "KeyType", "HASH"))),
                null);
    }

    /// Keeps the status in an event, unless one is there that arrived later. The account is the
    /// event's, which EventBridge sets, whatever the status says.
    void record(BusEvent event) {
        JsonNode json = parsed(event);
        try {
            dynamo.updateItem(r ->
                    r.tableName(NAME)
                            .key(Map.of("account", text(json.path("account").asText())))
                            .updateExpression("SET #time = :time, #status = :status")
                            .conditionExpression("attribute_not_exists(#time) OR #time <= :time")
                            .expressionAttributeNames(Map.of("#time", "time", "#status", "status"))
                            .expressionAttributeValues(
                                    Map.of(
                                            ":time", text(clock.instant().toString()),
                                            ":status", text(json.path("detail").toString()))));
        } catch (ConditionalCheckFailedException older) {
            return;
        }
    }

    private static JsonNode parsed(BusEvent event) {
        try {
            return JSON.readTree(event.json());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The event is no JSON", e);
        }
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
