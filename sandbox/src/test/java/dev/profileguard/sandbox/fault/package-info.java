@NullMarked
package dev.profileguard.sandbox.fault;

import org.jspecify.annotations.NullMarked;
