/// Lambda: what is deployed of the functions, and what is in force.
@NullMarked
package dev.profileguard.aws.lambda;

import org.jspecify.annotations.NullMarked;
