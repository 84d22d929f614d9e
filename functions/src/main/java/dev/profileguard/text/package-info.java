/// Makes text from outside safe for where it goes: a line for people, a chat message, JSON, a shell
/// command, an error.
@NullMarked
package dev.profileguard.text;

import org.jspecify.annotations.NullMarked;
