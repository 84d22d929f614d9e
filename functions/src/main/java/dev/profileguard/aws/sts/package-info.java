/// The one call of STS that is needed: what an encoded authorization message says.
@NullMarked
package dev.profileguard.aws.sts;

import org.jspecify.annotations.NullMarked;
