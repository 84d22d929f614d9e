/// The delivery of findings, end to end.
@NullMarked
package dev.profileguard.sandbox.findings;

import org.jspecify.annotations.NullMarked;
