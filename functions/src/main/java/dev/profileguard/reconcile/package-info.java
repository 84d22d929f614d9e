/// The engine that brings a profile or role to where its rule wants it, and the values it works
/// with.
@NullMarked
package dev.profileguard.reconcile;

import org.jspecify.annotations.NullMarked;
