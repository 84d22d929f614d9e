/// The repairs of a role, for the breaker.
@NullMarked
package dev.profileguard.state.repair;

import org.jspecify.annotations.NullMarked;
