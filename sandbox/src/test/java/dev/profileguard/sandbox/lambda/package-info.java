@NullMarked
package dev.profileguard.sandbox.lambda;

import org.jspecify.annotations.NullMarked;
