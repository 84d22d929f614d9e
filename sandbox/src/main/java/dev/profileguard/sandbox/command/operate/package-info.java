/// The commands for a deployed stack: requests to its functions by hand, plans and sweeps.
@NullMarked
package dev.profileguard.sandbox.command.operate;

import org.jspecify.annotations.NullMarked;
