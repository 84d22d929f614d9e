@NullMarked
package dev.profileguard.sandbox.export;

import org.jspecify.annotations.NullMarked;
