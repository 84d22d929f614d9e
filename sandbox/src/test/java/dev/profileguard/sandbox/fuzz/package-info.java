/// Tests with input from outside that nobody would write: mutations of real-looking input, and each
/// input that ever broke a property.
@NullMarked
package dev.profileguard.sandbox.fuzz;

import org.jspecify.annotations.NullMarked;
