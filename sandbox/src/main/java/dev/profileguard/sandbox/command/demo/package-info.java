/// Tells a story on the sandbox: a guarded account, and what happens to it.
@NullMarked
package dev.profileguard.sandbox.command.demo;

import org.jspecify.annotations.NullMarked;
