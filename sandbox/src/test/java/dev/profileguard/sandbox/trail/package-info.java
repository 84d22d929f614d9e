@NullMarked
package dev.profileguard.sandbox.trail;

import org.jspecify.annotations.NullMarked;
