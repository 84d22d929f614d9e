@NullMarked
package dev.profileguard.sandbox.command.explain;

import org.jspecify.annotations.NullMarked;
