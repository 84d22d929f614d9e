/// The policies that make an edit impossible instead of undoing it.
@NullMarked
package dev.profileguard.sandbox.command.prevention;

import org.jspecify.annotations.NullMarked;
