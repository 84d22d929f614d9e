/// EC2 instances that use instance profiles, as values.
@NullMarked
package dev.profileguard.instance;

import org.jspecify.annotations.NullMarked;
