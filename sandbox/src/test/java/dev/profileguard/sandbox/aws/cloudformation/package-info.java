@NullMarked
package dev.profileguard.sandbox.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
