/// Delivers findings: the ledger that reports each one once, and the sinks.
@NullMarked
package dev.profileguard.finding.delivery;

import org.jspecify.annotations.NullMarked;
