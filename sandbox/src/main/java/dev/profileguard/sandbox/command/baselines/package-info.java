/// The command `guard baselines`.
@NullMarked
package dev.profileguard.sandbox.command.baselines;

import org.jspecify.annotations.NullMarked;
