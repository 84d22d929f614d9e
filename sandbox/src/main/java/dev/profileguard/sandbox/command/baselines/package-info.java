/// `guard copy-baselines`: takes the baselines of an earlier stack into this one.
@NullMarked
package dev.profileguard.sandbox.command.baselines;

import org.jspecify.annotations.NullMarked;
