/// The function Backfill: plans, applies and sweeps the rules of all functions over the whole
/// account.
@NullMarked
package dev.profileguard.backfill;

import org.jspecify.annotations.NullMarked;
