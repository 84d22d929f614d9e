/// Shows what all functions would do to a recorded account, before they are deployed.
@NullMarked
package dev.profileguard.sandbox.command.rehearse;

import org.jspecify.annotations.NullMarked;
