@NullMarked
package dev.profileguard.sandbox.command.prevention;

import org.jspecify.annotations.NullMarked;
