/// The baselines that a profile had earlier.
@NullMarked
package dev.profileguard.state.history;

import org.jspecify.annotations.NullMarked;
