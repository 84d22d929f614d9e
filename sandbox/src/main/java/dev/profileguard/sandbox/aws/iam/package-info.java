/// An AWS account's IAM, held in memory, that answers as IAM does.
@NullMarked
package dev.profileguard.sandbox.aws.iam;

import org.jspecify.annotations.NullMarked;
