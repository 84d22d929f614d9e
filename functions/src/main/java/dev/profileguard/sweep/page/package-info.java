/// A sweep as a page for a browser.
@NullMarked
package dev.profileguard.sweep.page;

import org.jspecify.annotations.NullMarked;
