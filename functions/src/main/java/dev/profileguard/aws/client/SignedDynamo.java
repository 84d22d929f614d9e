package dev.profileguard.aws.client;

import dev.profileguard.aws.query.SignedHttp;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// DynamoDB, for the operations that the functions call. All others throw
/// [UnsupportedOperationException], as the SDK's interface does.
///
/// See
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
public final class SignedDynamo implements DynamoDbClient {
    private static final String CONDITION = "ConditionalCheckFailedException";
    private static final int MOST_ATTEMPTS = 9;
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(25);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    static final ServiceErrors ERRORS = new ServiceErrors(List.of(CONDITION), SignedDynamo::error);

    static final ServiceCalls.Service SERVICE =
            new ServiceCalls.Service(
                    "DynamoDb",
                    "dynamodb",
                    question ->
                            DynamoDbEndpointProvider.defaultProvider()
                                    .resolveEndpoint(params ->
                                            params.region(question.region())
                                                    .useFips(question.useFips())
                                                    .useDualStack(question.useDualStack())),
                    uri -> JsonProtocol.of(uri, "DynamoDB_20120810", ERRORS),
                    SignedDynamo::retries);

    private final ServiceCalls calls;

    SignedDynamo(ServiceCalls calls) {
        this.calls = calls;
    }

    /// A client. It does not close the HTTP client.
    ///
    /// @param environment the environment variables of the function
    public static DynamoDbClient of(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Map<String, String> environment) {
        return new SignedDynamo(
                ServiceCalls.of(SERVICE, new SignedHttp(http, credentials)::send, environment));
    }

    /// A client that signs nothing, for a database that knows its caller.
    ///
    /// @param endpoint of the database
    public static DynamoDbClient unsigned(SdkHttpClient http, URI endpoint) {
        return new SignedDynamo(
                ServiceCalls.of(
                        SERVICE,
                        Sender.unsigned(http),
                        Map.of(
                                "AWS_REGION",
                                Region.US_EAST_1.id(),
                                "AWS_ENDPOINT_URL",
                                endpoint.toString())));
    }

    /// As the SDK's client of DynamoDB has it.
    private static RetryStrategy retries(RetryMode mode) {
        return AwsRetryStrategy.forRetryMode(mode).toBuilder()
                .maxAttempts(MOST_ATTEMPTS)
                .backoffStrategy(BackoffStrategy.exponentialDelay(SHORTEST_WAIT, LONGEST_WAIT))
                .build();
    }

    private static SdkPojo error(String code) {
        return code.equals(CONDITION)
                ? ConditionalCheckFailedException.builder()
                : DynamoDbException.builder();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // the HTTP client is not this client's own
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return calls.call("GetItem", request, GetItemResponse::builder);
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return calls.call("PutItem", request, PutItemResponse::builder);
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return calls.call("UpdateItem", request, UpdateItemResponse::builder);
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return calls.call("DeleteItem", request, DeleteItemResponse::builder);
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return calls.call("Query", request, QueryResponse::builder);
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        return calls.call("Scan", request, ScanResponse::builder);
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return calls.call("BatchGetItem", request, BatchGetItemResponse::builder);
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        return calls.call("BatchWriteItem", request, BatchWriteItemResponse::builder);
    }
}
