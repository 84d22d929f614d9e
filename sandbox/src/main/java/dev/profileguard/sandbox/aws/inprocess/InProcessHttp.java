package dev.profileguard.sandbox.aws.inprocess;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Passes the SDK's requests to a service in this process, without a socket.
///
/// @param service answers them
public record InProcessHttp(Service service) implements SdkHttpClient {
    /// A service in this process.
    @FunctionalInterface
    public interface Service {
        /// The response to a request.
        ///
        /// @param body the request's body, perhaps empty
        Response respond(SdkHttpRequest request, String body) throws IOException;
    }

    /// An HTTP response.
    public record Response(int status, Map<String, String> headers, String body) {
        /// Copies the headers.
        public Response {
            headers = Map.copyOf(headers);
        }
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
        Response response =
                service.respond(
                        request.httpRequest(), body(request.contentStreamProvider().orElse(null)));
        SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(response.status());
        response.headers().forEach(head::putHeader);
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(
                        AbortableInputStream.create(
                                new ByteArrayInputStream(
                                        response.body().getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    private static String body(@Nullable ContentStreamProvider provider) throws IOException {
        if (provider == null) {
            return "";
        }
        try (InputStream stream = provider.newStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
