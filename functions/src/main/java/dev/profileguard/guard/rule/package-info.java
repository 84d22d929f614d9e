/// The rule of ProfileGuard: what was read goes in, a plan comes out.
@NullMarked
package dev.profileguard.guard.rule;

import org.jspecify.annotations.NullMarked;
