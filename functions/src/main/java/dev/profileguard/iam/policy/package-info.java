/// Identity policies and permissions boundaries, evaluated as IAM does it.
@NullMarked
package dev.profileguard.iam.policy;

import org.jspecify.annotations.NullMarked;
