/// What people ask about baselines, and change of them by hand.
@NullMarked
package dev.profileguard.guard.baselines;

import org.jspecify.annotations.NullMarked;
