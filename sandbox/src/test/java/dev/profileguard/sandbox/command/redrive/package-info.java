@NullMarked
package dev.profileguard.sandbox.command.redrive;

import org.jspecify.annotations.NullMarked;
