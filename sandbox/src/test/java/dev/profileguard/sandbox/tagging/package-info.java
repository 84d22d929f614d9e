@NullMarked
package dev.profileguard.sandbox.tagging;

import org.jspecify.annotations.NullMarked;
