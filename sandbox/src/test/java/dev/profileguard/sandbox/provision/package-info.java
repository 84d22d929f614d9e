@NullMarked
package dev.profileguard.sandbox.provision;

import org.jspecify.annotations.NullMarked;
