@NullMarked
package dev.profileguard.advice.prevention;

import org.jspecify.annotations.NullMarked;
