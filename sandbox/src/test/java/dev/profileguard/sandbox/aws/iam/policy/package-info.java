@NullMarked
package dev.profileguard.sandbox.aws.iam.policy;

import org.jspecify.annotations.NullMarked;
