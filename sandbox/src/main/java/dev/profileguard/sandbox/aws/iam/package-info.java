/// An AWS account's IAM in memory.
@NullMarked
package dev.profileguard.sandbox.aws.iam;

import org.jspecify.annotations.NullMarked;
