@NullMarked
package dev.profileguard.sandbox.aws.iam.identity;

import org.jspecify.annotations.NullMarked;
