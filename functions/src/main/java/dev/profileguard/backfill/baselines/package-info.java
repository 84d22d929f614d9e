/// Shows and changes baselines on request, as plans that are applied like others.
@NullMarked
package dev.profileguard.backfill.baselines;

import org.jspecify.annotations.NullMarked;
