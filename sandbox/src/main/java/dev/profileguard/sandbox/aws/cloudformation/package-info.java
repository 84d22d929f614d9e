/// The deployed stack: the definitions of its resources, every value resolved.
@NullMarked
package dev.profileguard.sandbox.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
