/// Reads CloudTrail events: which profiles a call changed, how, and who made the call.
@NullMarked
package dev.profileguard.event;

import org.jspecify.annotations.NullMarked;
