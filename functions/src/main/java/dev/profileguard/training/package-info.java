/// Runs once, in the build of the container image: Java's AOT cache is made of what it loads.
@NullMarked
package dev.profileguard.training;

import org.jspecify.annotations.NullMarked;
