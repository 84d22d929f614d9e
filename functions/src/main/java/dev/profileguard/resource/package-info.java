/// What has a policy of its own that may name a role: KMS keys and S3 buckets.
@NullMarked
package dev.profileguard.resource;

import org.jspecify.annotations.NullMarked;
