/// EC2, as far as instances use instance profiles.
@NullMarked
package dev.profileguard.sandbox.compute;

import org.jspecify.annotations.NullMarked;
