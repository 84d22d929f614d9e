/// What the whole system would do to a recorded account, before it is deployed.
@NullMarked
package dev.profileguard.sandbox.command.rehearse;

import org.jspecify.annotations.NullMarked;
