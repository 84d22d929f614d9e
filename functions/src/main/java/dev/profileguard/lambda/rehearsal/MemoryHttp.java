package dev.profileguard.lambda.rehearsal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/// Answers the requests of the AWS SDK from memory. Everything before and after the connection is
/// the SDK's own: marshalling, signing, retries and parsing.
final class MemoryHttp implements SdkHttpClient {
    private final MemoryAws aws;

    MemoryHttp(MemoryAws aws) {
        this.aws = aws;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return response(
                        aws.answer(
                                request.httpRequest()
                                        .firstMatchingHeader("X-Amz-Target")
                                        .orElse(""),
                                body(request)));
            }

            @Override
            public void abort() {}
        };
    }

    private static String body(HttpExecuteRequest request) throws IOException {
        try (InputStream body =
                request.contentStreamProvider().isPresent()
                        ? request.contentStreamProvider().get().newStream()
                        : InputStream.nullInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpExecuteResponse response(MemoryAws.Answer answer) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(
                        SdkHttpFullResponse.builder()
                                .statusCode(answer.status())
                                .putHeader("Content-Type", answer.type())
                                .putHeader("Content-Length", Integer.toString(body.length))
                                .putHeader("x-amzn-RequestId", "rehearsal")
                                .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    @Override
    public String clientName() {
        return "Memory";
    }

    @Override
    public void close() {}
}
