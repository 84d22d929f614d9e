/// The sandbox's clock, and the scheduler of its work.
@NullMarked
package dev.profileguard.sandbox.time;

import org.jspecify.annotations.NullMarked;
