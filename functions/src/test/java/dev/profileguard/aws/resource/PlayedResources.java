package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.PlayedHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

/// Plays KMS and S3 with answers that a test sets.
final class PlayedResources implements PlayedHttp {
    private final Map<String, List<Answer>> answers = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();

    /// @param status of HTTP; 0: no response
    private record Answer(int status, Map<String, String> headers, String body) {}

    /// Several answers come one after the other, the last one also after that.
    ///
    /// @param request such as `eu-west-1 ListKeys {...}` or `eu-west-1 /bucket?policy=`
    PlayedResources answer(String request, String body) {
        return answer(request, 200, Map.of(), body);
    }

    PlayedResources answer(String request, int status, Map<String, String> headers, String body) {
        answers.computeIfAbsent(request, none -> new ArrayList<>())
                .add(new Answer(status, headers, body.replace('\'', '"')));
        return this;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    List<Duration> waits() {
        return List.copyOf(waits);
    }

    SearchedPolicies policies(Supplier<List<String>> regions) {
        return policies(regions, 1000);
    }

    SearchedPolicies policies(Supplier<List<String>> regions, int most) {
        SignedCalls calls =
                new SignedCalls(
                        this,
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("AKIDEXAMPLE", "secret")),
                        waits::add);
        return new SearchedPolicies(
                new KmsKeys(calls, region -> endpoint("kms", region)),
                new S3Buckets(calls, region -> endpoint("s3", region)),
                "us-east-1",
                regions,
                new SearchedPolicies.Patience(
                        ParallelCalls.inTurn(),
                        ParallelCalls.inTurn(),
                        Duration.ofMinutes(1),
                        most,
                        InstantSource.system()));
    }

    private static URI endpoint(String service, String region) {
        return URI.create("https://%s.%s.amazonaws.com".formatted(service, region));
    }

    @Override
    public HttpExecuteResponse respond(HttpExecuteRequest request) throws IOException {
        String written = written(request);
        requests.add(written);
        List<Answer> all = answers.get(written);
        if (all == null) {
            throw new AssertionError("No answer to " + written);
        }
        Answer answer = all.size() > 1 ? all.removeFirst() : all.getFirst();
        if (answer.status() == 0) {
            throw new IOException("the connection broke");
        }
        return PlayedHttp.response(answer.status(), answer.headers(), answer.body());
    }

    private static String written(HttpExecuteRequest request) throws IOException {
        String signed = request.httpRequest().firstMatchingHeader("Authorization").orElseThrow();
        String region = signed.replaceAll(".*/\\d{8}/([a-z0-9-]+)/(kms|s3)/.*", "$1");
        if (!request.httpRequest().host().contains("." + region + ".")) {
            throw new AssertionError("Signed for another region: " + signed);
        }
        String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        if (target.isEmpty()) {
            String query = request.httpRequest().encodedQueryParameters().orElse("");
            return "%s %s?%s".formatted(region, request.httpRequest().encodedPath(), query);
        }
        byte[] body = request.contentStreamProvider().orElseThrow().newStream().readAllBytes();
        return "%s %s %s"
                .formatted(
                        region,
                        target.replace("TrentService.", ""),
                        new String(body, StandardCharsets.UTF_8).replace('"', '\''));
    }
}
