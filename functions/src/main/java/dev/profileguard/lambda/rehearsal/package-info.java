/// Plays events against answers from memory before Lambda takes its snapshot, so that the snapshot
/// contains loaded classes and compiled code.
@NullMarked
package dev.profileguard.lambda.rehearsal;

import org.jspecify.annotations.NullMarked;
