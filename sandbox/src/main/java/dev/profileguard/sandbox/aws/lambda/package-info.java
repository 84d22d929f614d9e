/// Functions, run as Lambda runs them.
@NullMarked
package dev.profileguard.sandbox.aws.lambda;

import org.jspecify.annotations.NullMarked;
