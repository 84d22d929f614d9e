package dev.profileguard.sandbox.aws.tagging;

import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/// Tags and untags several resources of IAM in one call, which CloudTrail records as one.
/// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
public final class TaggingApi {
    private static final int MOST_RESOURCES = 20;
    private static final int MOST_TAGS = 50;

    private final RecordedService service;
    private final IamAccount account;

    /// The API of an account.
    public TaggingApi(IamAccount account, InstantSource clock, Trail trail) {
        service = new RecordedService("tagging", ErrorSpelling.UNCHANGED, clock, trail);
        this.account = account;
    }

    /// TagResources.
    ///
    /// @return the errors by the ARN of the resource
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterException` for an invalid request, which changes nothing
    public Map<String, String> tag(Origin origin, List<String> arns, Map<String, String> tags) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("resourceARNList", arns);
        request.put("tags", tags);
        return service.call(
                origin,
                "TagResources",
                request,
                () -> {
                    check(arns, tags.size(), "tags");
                    return each(origin, arns, (resource, iam) -> resource.tag(iam, tags));
                },
                TaggingApi::response);
    }

    /// UntagResources.
    ///
    /// @return the errors by the ARN of the resource
    /// @throws software.amazon.awssdk.awscore.exception.AwsServiceException
    ///   `InvalidParameterException` for an invalid request, which changes nothing
    public Map<String, String> untag(Origin origin, List<String> arns, List<String> keys) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("resourceARNList", arns);
        request.put("tagKeys", keys);
        return service.call(
                origin,
                "UntagResources",
                request,
                () -> {
                    check(arns, keys.size(), "tagKeys");
                    return each(origin, arns, (resource, iam) -> resource.untag(iam, keys));
                },
                TaggingApi::response);
    }

    /// The error of one resource, as the API returns it.
    public static Map<String, Object> failure(String why) {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("StatusCode", 400);
        failure.put("ErrorCode", "InvalidParameterException");
        failure.put("ErrorMessage", why);
        return failure;
    }

    private Map<String, String> each(Origin origin, List<String> arns, Change change) {
        IamClient iam = account.unrecorded(origin.caller());
        Map<String, String> failed = new LinkedHashMap<>();
        for (String arn : arns) {
            try {
                change.make(TaggedResource.of(arn, account), iam);
            } catch (IamException refusal) {
                failed.put(arn, refusal.awsErrorDetails().errorMessage());
            } catch (IllegalArgumentException other) {
                failed.put(arn, String.valueOf(other.getMessage()));
            }
        }
        return failed;
    }

    private void check(List<String> arns, int tags, String named) {
        within("resourceARNList", arns.size(), MOST_RESOURCES);
        within(named, tags, MOST_TAGS);
        for (String arn : arns) {
            if (!arn.startsWith("arn:")) {
                throw service.refusal("InvalidParameterException", "Invalid resource ARN: " + arn);
            }
        }
    }

    private void within(String named, int count, int most) {
        if (count < 1 || count > most) {
            throw service.refusal(
                    "InvalidParameterException",
                    "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must have length %s than or equal to %d"
                            .formatted(
                                    named, count < 1 ? "greater" : "less", count < 1 ? 1 : most));
        }
    }

    private static Map<String, Object> response(Map<String, String> failed) {
        Map<String, Object> failures = new LinkedHashMap<>();
        failed.forEach((arn, why) -> failures.put(arn, failure(why)));
        return Map.of("failedResourcesMap", failures);
    }

    private interface Change {
        void make(TaggedResource resource, IamClient iam);
    }
}
