package dev.profileguard.resource;

/// A resource that has a policy of its own.
public sealed interface PolicyResource {
    /// The region it is in, such as `eu-central-1`.
    String region();

    /// A phrase that names it, such as `bucket reports in eu-west-1`.
    String text();

    /// A KMS key.
    ///
    /// See https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    ///
    /// @param id such as `1234abcd-12ab-34cd-56ef-1234567890ab`
    record Key(String region, String id) implements PolicyResource {
        @Override
        public String text() {
            return "key %s in %s".formatted(id, region);
        }
    }

    /// An S3 bucket.
    ///
    /// See https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
    record Bucket(String region, String name) implements PolicyResource {
        @Override
        public String text() {
            return "bucket %s in %s".formatted(name, region);
        }
    }
}
