/// What all functions answer alike: their settings, and the pause of all writes.
@NullMarked
package dev.profileguard.control;

import org.jspecify.annotations.NullMarked;
