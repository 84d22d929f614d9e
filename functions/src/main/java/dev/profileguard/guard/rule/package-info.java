/// The rule of ProfileGuard: its input is what was read, its output is a plan.
@NullMarked
package dev.profileguard.guard.rule;

import org.jspecify.annotations.NullMarked;
