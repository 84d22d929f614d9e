/// AWS on your own machine: everything wired together.
@NullMarked
package dev.profileguard.sandbox;

import org.jspecify.annotations.NullMarked;
