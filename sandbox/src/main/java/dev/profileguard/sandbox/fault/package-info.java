/// Faults that can be switched on: lost events, throttling, failing calls.
@NullMarked
package dev.profileguard.sandbox.fault;

import org.jspecify.annotations.NullMarked;
