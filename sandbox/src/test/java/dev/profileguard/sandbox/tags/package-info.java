@NullMarked
package dev.profileguard.sandbox.tags;

import org.jspecify.annotations.NullMarked;
