@NullMarked
package dev.profileguard.sandbox.cli;

import org.jspecify.annotations.NullMarked;
