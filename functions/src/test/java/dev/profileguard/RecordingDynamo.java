package dev.profileguard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Tables that remember what was written, and by which names.
final class RecordingDynamo implements DynamoDbClient {
    private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items =
            new HashMap<>();
    private final List<Map<String, AttributeValue>> written = new ArrayList<>();
    private final List<String> expressions = new ArrayList<>();

    /// The attributes of all items that were written, each with the path to it, in the order of
    /// letters. The maps of a list count as one.
    List<String> attributes() {
        Set<String> names = new TreeSet<>();
        written.forEach(item -> addNames(names, "", item));
        return List.copyOf(names);
    }

    /// The keys of all items that were written, such as `profile=prod-web`.
    List<String> keys() {
        return items.keySet().stream()
                .flatMap(key -> key.entrySet().stream())
                .map(key -> key.getKey() + "=" + key.getValue().s())
                .toList();
    }

    /// The texts that an attribute has in all items.
    List<String> texts(String path) {
        List<String> texts = new ArrayList<>();
        written.forEach(item -> addTexts(texts, path, "", item));
        return texts;
    }

    private static void addTexts(
            List<String> texts, String wanted, String path, Map<String, AttributeValue> map) {
        map.forEach((name, value) -> {
            if (wanted.equals(path + name)) {
                texts.add(value.s());
            }
            value.l().forEach(each -> addTexts(texts, wanted, path + name + "[].", each.m()));
        });
    }

    /// The expressions by which items were updated, with the names that stand for attributes.
    List<String> expressions() {
        return List.copyOf(expressions);
    }

    private static void addNames(Set<String> names, String path, Map<String, AttributeValue> map) {
        map.forEach((name, value) -> {
            names.add(path + name);
            if (value.hasM()) {
                addNames(names, path + name + ".", value.m());
            }
            value.l().forEach(each -> addNames(names, path + name + "[].", each.m()));
        });
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        Map<String, AttributeValue> item = items.get(request.key());
        return item == null
                ? GetItemResponse.builder().build()
                : GetItemResponse.builder().item(item).build();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
        request.requestItems()
                .forEach((table, wanted) ->
                        found.put(
                                table,
                                wanted.keys().stream()
                                        .filter(items::containsKey)
                                        .map(items::get)
                                        .toList()));
        return BatchGetItemResponse.builder().responses(found).build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        written.add(request.item());
        for (String key : List.of("profile", "subject")) {
            @Nullable AttributeValue value = request.item().get(key);
            if (value != null) {
                items.put(Map.of(key, value), request.item());
            }
        }
        return PutItemResponse.builder().build();
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        String expression = request.updateExpression();
        for (Map.Entry<String, String> name : request.expressionAttributeNames().entrySet()) {
            expression = expression.replace(name.getKey(), name.getValue());
        }
        expressions.add(expression);
        return UpdateItemResponse.builder().build();
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        request.requestItems()
                .values()
                .forEach(all -> all.forEach(write -> written.add(write.putRequest().item())));
        return BatchWriteItemResponse.builder().build();
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        return ScanResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
