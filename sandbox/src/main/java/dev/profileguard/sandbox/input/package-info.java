/// Reads large files that people recorded: unzips them, shows the progress, and explains a lack of
/// memory.
@NullMarked
package dev.profileguard.sandbox.input;

import org.jspecify.annotations.NullMarked;
