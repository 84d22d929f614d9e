@NullMarked
package dev.profileguard.sandbox.time;

import org.jspecify.annotations.NullMarked;
