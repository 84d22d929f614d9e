/// What is kept about refused calls.
@NullMarked
package dev.profileguard.state.failure;

import org.jspecify.annotations.NullMarked;
