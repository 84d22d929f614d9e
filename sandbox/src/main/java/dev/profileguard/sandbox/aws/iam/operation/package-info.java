/// IAM's operations, one class for each kind of resource.
@NullMarked
package dev.profileguard.sandbox.aws.iam.operation;

import org.jspecify.annotations.NullMarked;
