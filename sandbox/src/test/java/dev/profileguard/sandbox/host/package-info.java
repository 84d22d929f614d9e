@NullMarked
package dev.profileguard.sandbox.host;

import org.jspecify.annotations.NullMarked;
