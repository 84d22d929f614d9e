package dev.profileguard.sandbox.aws.s3;

import dev.profileguard.sandbox.aws.resource.StoredPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A bucket.
///
/// @param policy null: it has none
record Bucket(String name, String region, Instant created, @Nullable StoredPolicy policy) {
    Bucket with(@Nullable StoredPolicy other) {
        return new Bucket(name, region, created, other);
    }

    String arn() {
        return "arn:aws:s3:::" + name;
    }
}
