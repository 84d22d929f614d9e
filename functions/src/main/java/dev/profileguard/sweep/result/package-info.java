/// What is said about a sweep as a whole: why subjects failed, what keeps events from arriving.
@NullMarked
package dev.profileguard.sweep.result;

import org.jspecify.annotations.NullMarked;
