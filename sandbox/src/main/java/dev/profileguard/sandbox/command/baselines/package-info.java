/// The commands `guard baselines`, and `guard copy-baselines`, which takes the baselines of an
/// earlier stack into this one.
@NullMarked
package dev.profileguard.sandbox.command.baselines;

import org.jspecify.annotations.NullMarked;
