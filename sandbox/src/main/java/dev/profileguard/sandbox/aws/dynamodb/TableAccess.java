package dev.profileguard.sandbox.aws.dynamodb;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a request does with one table, as DynamoDB asks policies about it. A transaction is checked
/// by the actions of its parts.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
///
/// @param action such as `dynamodb:PutItem`
/// @param table its ARN
record TableAccess(String action, String table) {
    private static final Map<String, String> PARTS =
            Map.of(
                    "Put", "PutItem",
                    "Update", "UpdateItem",
                    "Delete", "DeleteItem",
                    "ConditionCheck", "ConditionCheckItem",
                    "Get", "GetItem");

    /// Everything that a request does, at least one.
    static List<TableAccess> in(Stack stack, String operation, String body) {
        try {
            Map<String, Object> request = JSON.std.mapFrom(body);
            List<TableAccess> all = new ArrayList<>();
            if (request.get("TransactItems") instanceof List<?> parts) {
                parts.forEach(part -> addPart(stack, part, all));
            } else if (request.get("RequestItems") instanceof Map<?, ?> batch) {
                batch.keySet().forEach(table -> all.add(of(stack, operation, table)));
            }
            return all.isEmpty() ? List.of(of(stack, operation, resource(request))) : all;
        } catch (IOException noJson) {
            return List.of(of(stack, operation, ""));
        }
    }

    /// A table by its name, or by its ARN in requests about its policy.
    private static Object resource(Map<String, Object> request) {
        Object arn = request.getOrDefault("ResourceArn", "");
        return request.getOrDefault("TableName", arn);
    }

    private static void addPart(Stack stack, Object part, List<TableAccess> all) {
        if (part instanceof Map<?, ?> fields) {
            fields.forEach((kind, details) -> {
                String operation = PARTS.get(String.valueOf(kind));
                if (operation != null && details instanceof Map<?, ?> map) {
                    all.add(of(stack, operation, String.valueOf(map.get("TableName"))));
                }
            });
        }
    }

    /// @param table a name, or an ARN
    private static TableAccess of(Stack stack, String operation, Object table) {
        String text = String.valueOf(table);
        return new TableAccess(
                "dynamodb:" + operation,
                text.startsWith("arn:") ? text : stack.arn("dynamodb", "table/" + text));
    }
}
