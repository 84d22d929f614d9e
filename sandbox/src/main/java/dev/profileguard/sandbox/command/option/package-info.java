/// Options that several commands share.
@NullMarked
package dev.profileguard.sandbox.command.option;

import org.jspecify.annotations.NullMarked;
