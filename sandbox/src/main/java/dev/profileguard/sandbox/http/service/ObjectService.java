package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.s3.BucketRest;
import dev.profileguard.sandbox.aws.s3.Buckets;
import dev.profileguard.sandbox.aws.s3.ReportFolder;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Some of S3's operations on buckets, which are named in the path. Every caller may read and write
/// objects.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
public record ObjectService(Buckets buckets, ReportFolder folder) implements Service {
    /// The path of each operation of S3 Control, whose requests are signed for S3.
    private static final String CONTROL = "/v20180820/";

    private static final Set<String> LISTING =
            Set.of(
                    "list-type",
                    "prefix",
                    "delimiter",
                    "max-keys",
                    "continuation-token",
                    "start-after",
                    "encoding-type",
                    "fetch-owner");

    @Override
    public Reply handle(Request request, Caller caller) {
        String[] path = request.path().substring(1).split("/", 2);
        String bucket = path[0];
        String key = path.length < 2 ? "" : path[1];
        if (request.path().startsWith(CONTROL) && !request.header("x-amz-account-id").isEmpty()) {
            throw ObjectXml.unknown();
        }
        InProcessHttp.Response ofBucket = key.isEmpty() ? ofBucket(request, caller) : null;
        if (ofBucket != null) {
            return new Reply(ofBucket.status(), ofBucket.headers(), ofBucket.body());
        }
        if (!bucket.isEmpty() && !buckets.has(bucket)) {
            throw new Refusal(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        Map<String, String> parameters = parameters(request, key.isEmpty() ? LISTING : Set.of());
        String wanted = request.method() + (bucket.isEmpty() ? "" : key.isEmpty() ? " B" : " K");
        return switch (wanted) {
            case "HEAD B" -> new Reply(200, Map.of("x-amz-request-id", request.id()), "");
            case "GET B" -> xml(request, ObjectListing.of(bucket, folder, parameters).xml());
            case "PUT K" -> put(request, bucket, key);
            case "GET K", "HEAD K" -> get(request, bucket, key);
            default -> throw ObjectXml.unknown();
        };
    }

    /// The response of an operation that is about no objects; null: it is another one.
    private InProcessHttp.@Nullable Response ofBucket(Request request, Caller caller) {
        boolean hasBody = request.method().equals("PUT");
        return new BucketRest(buckets)
                .respond(
                        request.method(),
                        request.path(),
                        request.query(),
                        hasBody ? new String(ObjectBody.of(request), StandardCharsets.UTF_8) : "",
                        request.origin(caller));
    }

    /// Other parameters select operations that the sandbox does not have.
    private static Map<String, String> parameters(Request request, Set<String> known) {
        try {
            Map<String, String> parameters = new HashMap<>(request.parameters());
            parameters.keySet().removeIf(name -> name.startsWith("X-Amz-") || name.equals("x-id"));
            if (!known.containsAll(parameters.keySet())) {
                throw ObjectXml.unknown();
            }
            return parameters;
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "InvalidArgument", String.valueOf(e.getMessage()));
        }
    }

    private Reply put(Request request, String bucket, String key) {
        for (String header : List.of("x-amz-copy-source", "if-match", "if-none-match")) {
            if (!request.header(header).isEmpty()) {
                throw new Refusal(501, "NotImplemented", "The sandbox knows no " + header);
            }
        }
        byte[] content = ObjectBody.of(request);
        try {
            folder.keep(bucket, key, content);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "InvalidArgument", String.valueOf(e.getMessage()));
        }
        return new Reply(
                200, Map.of("x-amz-request-id", request.id(), "ETag", ObjectBody.tag(content)), "");
    }

    private Reply get(Request request, String bucket, String key) {
        ReportFolder.StoredObject object = folder.find(bucket, key);
        if (object == null) {
            throw new Refusal(404, "NoSuchKey", "The specified key does not exist.");
        }
        byte[] content = object.content();
        Map<String, String> headers = new HashMap<>();
        headers.put("x-amz-request-id", request.id());
        headers.put("ETag", ObjectBody.tag(content));
        headers.put("Last-Modified", httpDate(object.modified()));
        headers.put("Accept-Ranges", "bytes");
        headers.put("Content-Type", "binary/octet-stream");
        ByteRange range = ByteRange.of(request.header("range"), content.length);
        if (range == null) {
            return bytes(200, headers, content);
        }
        headers.put("Content-Range", range.of(content.length));
        return bytes(206, headers, range.cut(content));
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return Reply.xml(refusal.status(), request.id(), ObjectXml.error(request, refusal))
                .with("Content-Type", "application/xml")
                .with("x-amz-request-id", request.id());
    }

    private static Reply xml(Request request, String body) {
        return Reply.xml(200, request.id(), body)
                .with("Content-Type", "application/xml")
                .with("x-amz-request-id", request.id());
    }

    private static Reply bytes(int status, Map<String, String> headers, byte[] content) {
        return new Reply(
                status,
                headers,
                new String(content, StandardCharsets.ISO_8859_1),
                StandardCharsets.ISO_8859_1);
    }

    private static String httpDate(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
