@NullMarked
package dev.profileguard.core;

import org.jspecify.annotations.NullMarked;
