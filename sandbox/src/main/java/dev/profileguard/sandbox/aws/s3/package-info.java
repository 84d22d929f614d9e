/// S3, as far as reports need it: a folder for each bucket.
@NullMarked
package dev.profileguard.sandbox.aws.s3;

import org.jspecify.annotations.NullMarked;
