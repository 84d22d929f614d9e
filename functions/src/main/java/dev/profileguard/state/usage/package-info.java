/// What used each guarded profile when a sweep looked, in the baseline table.
@NullMarked
package dev.profileguard.state.usage;

import org.jspecify.annotations.NullMarked;
