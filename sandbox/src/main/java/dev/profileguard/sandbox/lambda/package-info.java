/// Functions, run as Lambda runs them.
@NullMarked
package dev.profileguard.sandbox.lambda;

import org.jspecify.annotations.NullMarked;
