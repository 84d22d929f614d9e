/// STS, as far as other services use it.
@NullMarked
package dev.profileguard.sandbox.aws.sts;

import org.jspecify.annotations.NullMarked;
