/// Findings on their way to people, end to end.
@NullMarked
package dev.profileguard.sandbox.findings;

import org.jspecify.annotations.NullMarked;
