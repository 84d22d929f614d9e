/// The log of a function: lines of JSON on standard output, by log4j, which is loaded at its first
/// line.
@NullMarked
package dev.profileguard.lambda.log;

import org.jspecify.annotations.NullMarked;
