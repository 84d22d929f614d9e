@NullMarked
package dev.profileguard.sandbox.aws.regional;

import org.jspecify.annotations.NullMarked;
