package dev.profileguard.sandbox.aws.s3;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.aws.query.Xml;
import dev.profileguard.sandbox.aws.regional.Page;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// S3's operations on buckets that are about their policies, whose paths contain the bucket.
public record BucketRest(Buckets buckets) {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final Pattern CONSTRAINT =
            Pattern.compile("<LocationConstraint>\\s*([^<\\s]*)\\s*</");
    private static final String MOST = "max-buckets";
    private static final String TOKEN = "continuation-token";
    private static final int DEFAULT_MOST = 10_000;
    private static final Set<String> OF_LIST = Set.of(MOST, TOKEN, "prefix", "bucket-region");

    /// S3's response to a request. Every error leads to an error response, never to an exception.
    ///
    /// @param path decoded
    /// @param query encoded, without the question mark
    /// @param body decoded
    /// @return null: it is another operation
    public InProcessHttp.@Nullable Response respond(
            String method, String path, String query, String body, Origin origin) {
        Map<String, String> parameters = new HashMap<>();
        QueryForm.parse(query).forEach((name, values) -> parameters.put(name, values.getLast()));
        parameters.keySet().removeIf(name -> name.startsWith("X-Amz-") || name.equals("x-id"));
        String bucket = path.substring(1).replaceAll("/$", "");
        if (bucket.contains("/")) {
            return null;
        }
        try {
            return bucket.isEmpty()
                    ? ofAll(method, parameters, origin)
                    : ofOne(method, bucket, parameters.keySet(), body, origin);
        } catch (AwsServiceException e) {
            return refused(e, bucket, path, origin.requestId());
        }
    }

    private InProcessHttp.@Nullable Response ofAll(
            String method, Map<String, String> parameters, Origin origin) {
        return method.equals("GET") && OF_LIST.containsAll(parameters.keySet())
                ? xml(origin, list(parameters, buckets.list(origin)))
                : null;
    }

    private InProcessHttp.@Nullable Response ofOne(
            String method, String bucket, Set<String> parameters, String body, Origin origin) {
        String wanted = method + " " + String.join("&", parameters);
        return switch (wanted) {
            case "PUT " -> {
                Matcher constraint = CONSTRAINT.matcher(body);
                buckets.create(origin, bucket, constraint.find() ? constraint.group(1) : "");
                yield response(200, origin, Map.of("Location", "/" + bucket), "");
            }
            case "GET location" -> xml(origin, location(buckets.location(origin, bucket)));
            case "GET policy" ->
                    response(
                            200,
                            origin,
                            Map.of("Content-Type", "application/json"),
                            buckets.policy(origin, bucket));
            case "PUT policy" -> {
                buckets.save(origin, bucket, body);
                yield response(204, origin, Map.of(), "");
            }
            case "DELETE policy" -> {
                buckets.deletePolicy(origin, bucket);
                yield response(204, origin, Map.of(), "");
            }
            default -> null;
        };
    }

    /// Regions, and the token of the next page, are only in an answer to a request with a
    /// parameter. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
    private static Xml list(Map<String, String> parameters, List<Bucket> all) {
        List<Bucket> wanted =
                all.stream()
                        .filter(each ->
                                each.name().startsWith(parameters.getOrDefault("prefix", "")))
                        .filter(each ->
                                each.region()
                                        .equals(
                                                parameters.getOrDefault(
                                                        "bucket-region", each.region())))
                        .toList();
        String most = parameters.getOrDefault(MOST, "");
        Page<Bucket> page =
                Page.of(
                                wanted,
                                most.matches("[1-9]\\d{0,4}")
                                        ? Integer.parseInt(most)
                                        : DEFAULT_MOST,
                                parameters.get(TOKEN))
                        .orElseGet(() -> new Page<>(List.of(), null));
        Xml xml = new Xml().open("ListAllMyBucketsResult", NAMESPACE).open("Buckets");
        for (Bucket each : page.items()) {
            xml.open("Bucket")
                    .leaf("Name", each.name())
                    .leaf(
                            "CreationDate",
                            "%s.000Z"
                                    .formatted(
                                            each.created()
                                                    .truncatedTo(ChronoUnit.SECONDS)
                                                    .toString()
                                                    .replace("Z", "")));
            if (!parameters.isEmpty()) {
                xml.leaf("BucketRegion", each.region());
            }
            xml.close("Bucket");
        }
        xml.close("Buckets");
        if (page.next() != null) {
            xml.leaf("ContinuationToken", page.next());
        }
        return xml.close("ListAllMyBucketsResult");
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
    private static String location(String region) {
        return "<LocationConstraint xmlns=\"%s\">%s</LocationConstraint>"
                .formatted(NAMESPACE, region.equals(Stack.REGION) ? "" : region);
    }

    private static InProcessHttp.Response xml(Origin origin, Object xml) {
        return response(200, origin, Map.of("Content-Type", "application/xml"), HEAD + xml);
    }

    private static InProcessHttp.Response response(
            int status, Origin origin, Map<String, String> headers, String body) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("x-amz-request-id", origin.requestId());
        return new InProcessHttp.Response(status, all, body);
    }

    private InProcessHttp.Response refused(
            AwsServiceException refusal, String bucket, String path, String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/xml");
        headers.put("x-amz-request-id", requestId);
        buckets.region(bucket).ifPresent(region -> headers.put("x-amz-bucket-region", region));
        Xml xml =
                new Xml()
                        .open("Error")
                        .leaf("Code", refusal.awsErrorDetails().errorCode())
                        .leaf("Message", refusal.awsErrorDetails().errorMessage())
                        .leaf("Resource", path)
                        .leaf("RequestId", requestId)
                        .close("Error");
        return new InProcessHttp.Response(refusal.statusCode(), headers, HEAD + xml);
    }
}
