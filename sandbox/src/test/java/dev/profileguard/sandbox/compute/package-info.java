@NullMarked
package dev.profileguard.sandbox.compute;

import org.jspecify.annotations.NullMarked;
