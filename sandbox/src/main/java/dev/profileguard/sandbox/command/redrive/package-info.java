/// `guard redrive`: lets dead letters be processed again.
@NullMarked
package dev.profileguard.sandbox.command.redrive;

import org.jspecify.annotations.NullMarked;
