/// What is remembered from one event to the next.
@NullMarked
package dev.profileguard.state;

import org.jspecify.annotations.NullMarked;
