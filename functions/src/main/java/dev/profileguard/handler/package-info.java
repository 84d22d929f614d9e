/// The Lambda handlers and what they stand on.
@NullMarked
package dev.profileguard.handler;

import org.jspecify.annotations.NullMarked;
