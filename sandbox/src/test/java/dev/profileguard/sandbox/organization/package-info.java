@NullMarked
package dev.profileguard.sandbox.organization;

import org.jspecify.annotations.NullMarked;
