/// The commands of `./guard`.
@NullMarked
package dev.profileguard.sandbox.command;

import org.jspecify.annotations.NullMarked;
