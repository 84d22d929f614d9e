/// Reads events: which profiles one is about, what was done to them, and by whom.
@NullMarked
package dev.profileguard.event;

import org.jspecify.annotations.NullMarked;
