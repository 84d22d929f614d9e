/// The rule of ProfileRotation: which steps lead from one profile to another, and what is left.
@NullMarked
package dev.profileguard.rotation.rule;

import org.jspecify.annotations.NullMarked;
