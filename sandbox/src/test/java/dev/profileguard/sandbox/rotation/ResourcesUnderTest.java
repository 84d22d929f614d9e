package dev.profileguard.sandbox.rotation;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.s3.BucketRest;
import org.jspecify.annotations.Nullable;

/// Keys and buckets of user `owner`.
record ResourcesUnderTest(Sandbox sandbox) {
    private static final String STATEMENT =
            """
            {"Effect": "%s", "Principal": {"AWS": "%s"}, "Action": "%s", "Resource": "%s"}\
            """;

    /// Makes a key.
    ///
    /// @param policy null: the default one
    /// @return its ID
    String key(String region, @Nullable String policy) {
        return String.valueOf(sandbox.kms().create(owner(region), policy, "", false).get("KeyId"));
    }

    void save(String region, String key, String policy) {
        sandbox.kms().save(owner(region), key, "default", policy, false);
    }

    void bucket(String region, String name, String policy) {
        String body =
                region.equals("us-east-1")
                        ? ""
                        : "<LocationConstraint>%s</LocationConstraint>".formatted(region);
        send(region, "/" + name, "", body);
        saveBucket(region, name, policy);
    }

    void saveBucket(String region, String name, String policy) {
        send(region, "/" + name, "policy=", policy);
    }

    private void send(String region, String path, String query, String body) {
        InProcessHttp.Response response =
                new BucketRest(sandbox.buckets()).respond("PUT", path, query, body, owner(region));
        if (response == null || response.status() >= 300) {
            throw new AssertionError("S3 refuses it: " + response);
        }
    }

    private static Origin owner(String region) {
        return Sandbox.origin(Sandbox.user("owner"), region);
    }

    /// The account's identity policies count, and the role may decrypt.
    static String keyPolicy(String role) {
        return policy(
                STATEMENT.formatted("Allow", "arn:aws:iam::123456789012:root", "kms:*", "*"),
                STATEMENT.formatted("Allow", role, "kms:Decrypt", "*"));
    }

    /// Only one user may do something with the key.
    static String ofOwnerOnly() {
        return policy(
                STATEMENT.formatted("Allow", "arn:aws:iam::123456789012:user/owner", "kms:*", "*"));
    }

    /// A role may read the bucket `reports`.
    static String bucketPolicy(String role) {
        return policy(STATEMENT.formatted("Allow", role, "s3:GetObject", "arn:aws:s3:::reports/*"));
    }

    /// Nobody may read the policy of the bucket.
    static String lockedBucket(String name) {
        return policy(
                STATEMENT.formatted("Deny", "*", "s3:GetBucketPolicy", "arn:aws:s3:::" + name));
    }

    private static String policy(String... statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [%s]}"
                .formatted(String.join(", ", statements));
    }
}
