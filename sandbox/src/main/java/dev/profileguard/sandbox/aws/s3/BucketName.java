package dev.profileguard.sandbox.aws.s3;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.util.regex.Pattern;

/// What CreateBucket asks of a name and a region.
final class BucketName {
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private BucketName() {}

    static void require(RecordedService service, String name) {
        if (!VALID.matcher(name).matches() || name.contains("..")) {
            throw service.refusal("InvalidBucketName", "The specified bucket is not valid.");
        }
    }

    /// The region of a new bucket.
    ///
    /// @param constraint as the request names it; empty: us-east-1
    static String region(RecordedService service, Origin origin, String constraint) {
        if (constraint.isEmpty() && !origin.region().equals(Stack.REGION)) {
            throw service.refusal(
                    "IllegalLocationConstraintException",
                    "The unspecified location constraint is incompatible for the region specific"
                            + " endpoint this request was sent to.");
        }
        if (!constraint.isEmpty() && !constraint.equals(origin.region())) {
            throw service.refusal(
                    "IllegalLocationConstraintException",
                    "The %s location constraint is incompatible for the region specific endpoint this request was sent to."
                            .formatted(constraint));
        }
        return origin.region();
    }
}
