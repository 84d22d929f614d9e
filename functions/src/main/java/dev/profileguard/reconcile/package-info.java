/// The engine that reconciles a profile or role with the result of its rule, and the engine's
/// values.
@NullMarked
package dev.profileguard.reconcile;

import org.jspecify.annotations.NullMarked;
