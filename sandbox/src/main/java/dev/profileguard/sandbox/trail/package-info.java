/// What CloudTrail records of a call.
@NullMarked
package dev.profileguard.sandbox.trail;

import org.jspecify.annotations.NullMarked;
