@NullMarked
package dev.profileguard.sandbox.command.stack;

import org.jspecify.annotations.NullMarked;
