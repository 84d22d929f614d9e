package dev.profileguard.sandbox.aws.dynamodb;

import com.amazonaws.services.dynamodbv2.local.dispatchers.BatchGetItemDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.BatchWriteItemDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.CreateTableDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.DeleteItemDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.DeleteTableDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.DescribeTableDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.Dispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.GetItemDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.ListTablesDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.PutItemDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.QueryDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.ScanDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.TransactGetItemsDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.TransactWriteItemsDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.UpdateItemDispatcher;
import com.amazonaws.services.dynamodbv2.local.dispatchers.UpdateTableDispatcher;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.model.BatchGetItemRequest;
import com.amazonaws.services.dynamodbv2.model.BatchWriteItemRequest;
import com.amazonaws.services.dynamodbv2.model.CreateTableRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteItemRequest;
import com.amazonaws.services.dynamodbv2.model.DeleteTableRequest;
import com.amazonaws.services.dynamodbv2.model.DescribeTableRequest;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;
import com.amazonaws.services.dynamodbv2.model.ListTablesRequest;
import com.amazonaws.services.dynamodbv2.model.PutItemRequest;
import com.amazonaws.services.dynamodbv2.model.QueryRequest;
import com.amazonaws.services.dynamodbv2.model.ScanRequest;
import com.amazonaws.services.dynamodbv2.model.TransactGetItemsRequest;
import com.amazonaws.services.dynamodbv2.model.TransactWriteItemsRequest;
import com.amazonaws.services.dynamodbv2.model.UpdateItemRequest;
import com.amazonaws.services.dynamodbv2.model.UpdateTableRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// DynamoDB Local's operations on tables and items, by name.
final class Operations {
    static final String OWNER = "sandbox";
    static final String REGION = "us-east-1";

    private final ObjectMapper mapper;
    private final Map<String, Operation<?>> byName = new HashMap<>();

    Operations(ObjectMapper mapper) {
        this.mapper = mapper;
        add("BatchGetItem", BatchGetItemRequest.class, new BatchGetItemDispatcher(mapper));
        add("BatchWriteItem", BatchWriteItemRequest.class, new BatchWriteItemDispatcher(mapper));
        add("CreateTable", CreateTableRequest.class, new CreateTableDispatcher(mapper));
        add("DeleteItem", DeleteItemRequest.class, new DeleteItemDispatcher(mapper));
        add("DeleteTable", DeleteTableRequest.class, new DeleteTableDispatcher(mapper));
        add("DescribeTable", DescribeTableRequest.class, new DescribeTableDispatcher(mapper));
        add("GetItem", GetItemRequest.class, new GetItemDispatcher(mapper));
        add("ListTables", ListTablesRequest.class, new ListTablesDispatcher(mapper));
        add("PutItem", PutItemRequest.class, new PutItemDispatcher(mapper));
        add("Query", QueryRequest.class, new QueryDispatcher(mapper));
        add("Scan", ScanRequest.class, new ScanDispatcher(mapper));
        add(
                "TransactGetItems",
                TransactGetItemsRequest.class,
                new TransactGetItemsDispatcher(mapper));
        add(
                "TransactWriteItems",
                TransactWriteItemsRequest.class,
                new TransactWriteItemsDispatcher(mapper));
        add("UpdateItem", UpdateItemRequest.class, new UpdateItemDispatcher(mapper));
        add("UpdateTable", UpdateTableRequest.class, new UpdateTableDispatcher(mapper));
    }

    /// The operation of this name; null: there is none.
    @Nullable Operation<?> named(String name) {
        return byName.get(name);
    }

    private <T> void add(String name, Class<T> request, Dispatcher<T> dispatcher) {
        byName.put(name, new Operation<>(mapper, request, dispatcher));
    }

    /// @param request the type of the request in its body
    record Operation<T>(ObjectMapper mapper, Class<T> request, Dispatcher<T> dispatcher) {
        byte[] run(String body, DynamoDBRequestHandler database) throws IOException {
            T read = mapper.readValue(body, request);
            return dispatcher.enact(OWNER, REGION, read, database);
        }
    }
}
