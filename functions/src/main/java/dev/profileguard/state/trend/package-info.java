/// What the last sweeps of the whole account found, for people.
@NullMarked
package dev.profileguard.state.trend;

import org.jspecify.annotations.NullMarked;
