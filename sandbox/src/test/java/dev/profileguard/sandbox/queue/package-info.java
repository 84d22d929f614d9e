@NullMarked
package dev.profileguard.sandbox.queue;

import org.jspecify.annotations.NullMarked;
