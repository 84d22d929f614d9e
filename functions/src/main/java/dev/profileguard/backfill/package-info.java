/// The function Backfill: runs the rules of all functions over the whole account, as a plan or with
/// writes.
@NullMarked
package dev.profileguard.backfill;

import org.jspecify.annotations.NullMarked;
