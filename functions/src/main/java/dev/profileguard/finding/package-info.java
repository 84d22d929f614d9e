/// Where findings go.
@NullMarked
package dev.profileguard.finding;

import org.jspecify.annotations.NullMarked;
