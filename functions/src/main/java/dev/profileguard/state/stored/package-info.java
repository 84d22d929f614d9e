/// Reads items of the baseline table, and refuses those that this version does not write.
@NullMarked
package dev.profileguard.state.stored;

import org.jspecify.annotations.NullMarked;
