@NullMarked
package dev.profileguard.sandbox.trail.export;

import org.jspecify.annotations.NullMarked;
