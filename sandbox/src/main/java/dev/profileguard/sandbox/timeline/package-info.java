/// What happened in the sandbox, in order.
@NullMarked
package dev.profileguard.sandbox.timeline;

import org.jspecify.annotations.NullMarked;
