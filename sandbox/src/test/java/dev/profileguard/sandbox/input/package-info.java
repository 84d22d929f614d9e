@NullMarked
package dev.profileguard.sandbox.input;

import org.jspecify.annotations.NullMarked;
