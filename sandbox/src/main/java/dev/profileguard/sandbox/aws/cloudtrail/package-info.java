/// CloudTrail's records of calls, and its event history.
@NullMarked
package dev.profileguard.sandbox.aws.cloudtrail;

import org.jspecify.annotations.NullMarked;
