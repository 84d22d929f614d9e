@NullMarked
package dev.profileguard.sandbox.advice;

import org.jspecify.annotations.NullMarked;
