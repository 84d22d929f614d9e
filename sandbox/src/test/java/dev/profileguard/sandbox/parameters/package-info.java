@NullMarked
package dev.profileguard.sandbox.parameters;

import org.jspecify.annotations.NullMarked;
