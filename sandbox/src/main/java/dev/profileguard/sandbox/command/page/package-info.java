/// The option `--report`, and a report of Backfill as a page.
@NullMarked
package dev.profileguard.sandbox.command.page;

import org.jspecify.annotations.NullMarked;
