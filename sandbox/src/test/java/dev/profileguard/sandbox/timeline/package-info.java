@NullMarked
package dev.profileguard.sandbox.timeline;

import org.jspecify.annotations.NullMarked;
