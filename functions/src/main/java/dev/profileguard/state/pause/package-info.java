/// The pause of all writes.
@NullMarked
package dev.profileguard.state.pause;

import org.jspecify.annotations.NullMarked;
