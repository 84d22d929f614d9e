/// Lambda: runs functions.
@NullMarked
package dev.profileguard.sandbox.aws.lambda;

import org.jspecify.annotations.NullMarked;
