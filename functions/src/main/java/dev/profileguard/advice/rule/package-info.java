/// Why AWS refused a call, and what to do about it.
@NullMarked
package dev.profileguard.advice.rule;

import org.jspecify.annotations.NullMarked;
