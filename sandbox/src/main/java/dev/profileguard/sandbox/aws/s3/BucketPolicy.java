package dev.profileguard.sandbox.aws.s3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.PolicyText;
import dev.profileguard.sandbox.aws.resource.StoredPolicy;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What S3 checks before it saves the policy of a bucket. The ID of a deleted role is [no
/// principal](https://github.com/ministryofjustice/analytical-platform/pull/4932).
record BucketPolicy(IamAccount account, RecordedService service) {
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
    private static final int LONGEST = 20 * 1024;

    StoredPolicy checked(Bucket bucket, String document) {
        if (document.length() > LONGEST) {
            throw malformed("Policy exceeds the maximum allowed document size.");
        }
        JsonNode policy =
                PolicyText.parsed(document)
                        .orElseThrow(() ->
                                malformed(
                                        "Policies must be valid JSON and the first byte must be"
                                                + " '{'"));
        if (policy.path("Statement").isEmpty()) {
            throw malformed("Missing required field Statement");
        }
        for (JsonNode each : PolicyText.each(policy.path("Statement"))) {
            if (!each.has("Principal") && !each.has("NotPrincipal")) {
                throw malformed("Missing required field Principal");
            }
            if (!PolicyText.each(each.path("Resource")).stream()
                    .allMatch(one -> isOf(bucket, one.asText()))) {
                throw malformed("Policy has invalid resource");
            }
        }
        if (StoredPolicy.invalidPrincipal(policy, account).isPresent()) {
            throw malformed("Invalid principal in policy");
        }
        return StoredPolicy.of(document, account);
    }

    private static boolean isOf(Bucket bucket, String resource) {
        return resource.equals(bucket.arn()) || resource.startsWith(bucket.arn() + "/");
    }

    private AwsServiceException malformed(String message) {
        return service.refusal("MalformedPolicy", message);
    }
}
