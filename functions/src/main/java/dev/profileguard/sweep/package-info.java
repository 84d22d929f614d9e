/// What the rules of a sweep need: the account snapshot, caches, and CloudTrail's call history.
@NullMarked
package dev.profileguard.sweep;

import org.jspecify.annotations.NullMarked;
