package dev.profileguard.sandbox.aws.dynamodb;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Passes the SDK's requests to the database in this process, without a socket.
record InProcessHttp(LocalDynamo database, Authorizer authorizer) implements SdkHttpClient {

    static DynamoDbClient client(LocalDynamo database, Authorizer authorizer) {
        return DynamoDbClient.builder()
                .httpClient(new InProcessHttp(database, authorizer))
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://dynamodb.sandbox"))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("sandbox", "sandbox")))
                .build();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return handle(request);
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void close() {}

    private HttpExecuteResponse handle(HttpExecuteRequest request) throws IOException {
        String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        String operation = target.substring(target.lastIndexOf('.') + 1);
        String body = body(request.contentStreamProvider().orElse(null));
        String refusal =
                authorizer.refusal(
                        "dynamodb:" + operation, Stack.arn("dynamodb", "table/" + table(body)));
        LocalDynamo.Response response =
                refusal == null
                        ? database.handle(operation, body)
                        : database.error(400, "AccessDeniedException", refusal);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder().statusCode(response.status()).build())
                .responseBody(AbortableInputStream.create(bytes(response.body())))
                .build();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(@Nullable ContentStreamProvider provider) throws IOException {
        if (provider == null) {
            return "{}";
        }
        try (InputStream stream = provider.newStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// The name of the request's table; empty: the request names none, or a batch names several.
    private static String table(String body) throws IOException {
        Map<String, Object> request = JSON.std.mapFrom(body);
        return request.get("RequestItems") instanceof Map<?, ?> batch && batch.size() == 1
                ? batch.keySet().iterator().next().toString()
                : request.getOrDefault("TableName", "").toString();
    }
}
