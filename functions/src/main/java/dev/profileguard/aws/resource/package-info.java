/// Reads the policies of KMS keys and S3 buckets, without the modules of the SDK for these
/// services.
@NullMarked
package dev.profileguard.aws.resource;

import org.jspecify.annotations.NullMarked;
