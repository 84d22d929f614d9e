@NullMarked
package dev.profileguard.sandbox.store;

import org.jspecify.annotations.NullMarked;
