package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.query.Ec2Query;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// The sandbox's EC2 behind the HTTP client of a function, without a network: the function signs
/// and reads as on Lambda.
///
/// @param origin the function's role
record FunctionComputeHttp(Ec2Query ec2, Origin origin) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return response(request);
            }

            @Override
            public void abort() {}
        };
    }

    private HttpExecuteResponse response(HttpExecuteRequest request) throws IOException {
        String region = request.httpRequest().host().split("\\.", -1)[1];
        Map<String, List<String>> form = QueryForm.parse(body(request));
        QueryResponse response = ec2.respond(form, origin.next().in(region));
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder().statusCode(response.status()).build())
                .responseBody(
                        AbortableInputStream.create(
                                new ByteArrayInputStream(
                                        response.body().getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    private static String body(HttpExecuteRequest request) throws IOException {
        try (InputStream body = request.contentStreamProvider().orElseThrow().newStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {}
}
