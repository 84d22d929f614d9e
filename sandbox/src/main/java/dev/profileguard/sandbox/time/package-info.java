/// The sandbox's clock, and the work that waits for its time.
@NullMarked
package dev.profileguard.sandbox.time;

import org.jspecify.annotations.NullMarked;
