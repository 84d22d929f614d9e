/// A deployed stack of Profile Guard: how commands find it, and the calls to it with the user's own
/// credentials.
@NullMarked
package dev.profileguard.sandbox.command.stack;

import org.jspecify.annotations.NullMarked;
