/// Refusals by Profile Guard's own preventive policies.
@NullMarked
package dev.profileguard.advice.prevention;

import org.jspecify.annotations.NullMarked;
