/// What CloudTrail records of a call.
@NullMarked
package dev.profileguard.sandbox.aws.cloudtrail;

import org.jspecify.annotations.NullMarked;
