/// The terminal of the user.
@NullMarked
package dev.profileguard.sandbox.terminal;

import org.jspecify.annotations.NullMarked;
