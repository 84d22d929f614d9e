@NullMarked
package dev.profileguard.sandbox.query;

import org.jspecify.annotations.NullMarked;
