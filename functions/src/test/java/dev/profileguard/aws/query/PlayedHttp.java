package dev.profileguard.aws.query;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Answers requests without a network.
@FunctionalInterface
public interface PlayedHttp extends SdkHttpClient {
    /// The response to a request.
    ///
    /// @throws IOException if there is none
    HttpExecuteResponse respond(HttpExecuteRequest request) throws IOException;

    /// A response.
    static HttpExecuteResponse response(int status, Map<String, String> headers, String body) {
        SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(status);
        headers.forEach(head::putHeader);
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(
                        AbortableInputStream.create(
                                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    @Override
    default ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return respond(request);
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    default void close() {}
}
