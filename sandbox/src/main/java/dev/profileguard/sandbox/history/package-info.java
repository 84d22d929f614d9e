/// CloudTrail's memory: what it has recorded of the last 90 days, delivered or not.
@NullMarked
package dev.profileguard.sandbox.history;

import org.jspecify.annotations.NullMarked;
