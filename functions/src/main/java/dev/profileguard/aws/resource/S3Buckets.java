package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.XmlElement;
import dev.profileguard.resource.PolicyResource;
import dev.profileguard.text.VisibleText;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// The buckets of S3 and their policies, by its REST API.
///
/// @param endpoint the endpoint in a region; a bucket is part of the path
public record S3Buckets(SignedCalls calls, Function<String, URI> endpoint) implements PolicySource {
    private static final String PAGE = "200";
    private static final String REGION = "x-amz-bucket-region";

    /// S3 names the regions of buckets only in a list by pages.
    ///
    /// See https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
    ///
    /// @param region of the endpoint; the list has the buckets of all regions
    @Override
    public Page page(String region, String after) {
        Map<String, String> query = new TreeMap<>(Map.of("max-buckets", PAGE));
        if (!after.isEmpty()) {
            query.put("continuation-token", after);
        }
        XmlElement list = calls.repeated(attempt -> xml(send(attempt, region, "/", query)));
        XmlElement buckets = list.child("Buckets");
        List<PolicyResource> resources = new ArrayList<>();
        for (XmlElement each : buckets == null ? List.<XmlElement>of() : buckets.children()) {
            String name = each.text("Name");
            String home = each.text("BucketRegion");
            if (name != null) {
                resources.add(new PolicyResource.Bucket(home == null ? region : home, name));
            }
        }
        String next = list.text("ContinuationToken");
        return new Page(resources, next == null ? "" : next);
    }

    /// See https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
    @Override
    public @Nullable String policy(PolicyResource resource) {
        if (!(resource instanceof PolicyResource.Bucket(String region, String name))) {
            throw new IllegalArgumentException(resource + " is no bucket");
        }
        try {
            return calls.repeated(attempt -> policy(attempt, region, name));
        } catch (ResourceException e) {
            if (e.code().equals("NoSuchBucketPolicy") || e.code().equals("NoSuchBucket")) {
                return null;
            }
            throw e;
        }
    }

    /// S3 says in which region a bucket is when another one was asked.
    ///
    /// See https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    private String policy(SignedCalls attempt, String region, String name) {
        String path = "/" + SdkHttpUtils.urlEncode(name);
        SignedCalls.Response response = send(attempt, region, path, Map.of("policy", ""));
        String home = response.head().firstMatchingHeader(REGION).orElse(region);
        if (!response.head().isSuccessful() && !home.equals(region)) {
            response = send(attempt, home, path, Map.of("policy", ""));
        }
        requireSuccess(response);
        return response.body();
    }

    @Override
    public String listing() {
        return "ListBuckets";
    }

    @Override
    public String reading() {
        return "GetBucketPolicy";
    }

    private SignedCalls.Response send(
            SignedCalls attempt, String region, String path, Map<String, String> query) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(endpoint.apply(region))
                        .encodedPath(path);
        query.forEach(request::putRawQueryParameter);
        return attempt.send("s3", region, request.build(), null);
    }

    private static XmlElement xml(SignedCalls.Response response) {
        requireSuccess(response);
        try {
            return XmlElement.read(response.stream());
        } catch (XMLStreamException e) {
            throw new ResourceException("Unreadable", 200, "the response is no XML");
        }
    }

    /// See https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    private static void requireSuccess(SignedCalls.Response response) {
        if (response.head().isSuccessful()) {
            return;
        }
        int status = response.head().statusCode();
        String code = null;
        String message = null;
        try {
            XmlElement error = XmlElement.read(response.stream());
            code = error.text("Code");
            message = error.text("Message");
        } catch (XMLStreamException e) {
            message = "no reason";
        }
        String shown = code == null ? "HTTP " + status : VisibleText.excerpt(code, 100);
        throw new ResourceException(
                shown,
                status,
                "%s: %s".formatted(shown, VisibleText.excerpt(String.valueOf(message), 300)));
    }
}
