@NullMarked
package dev.profileguard.sandbox.bus;

import org.jspecify.annotations.NullMarked;
