@NullMarked
package dev.profileguard.sandbox.command.organization;

import org.jspecify.annotations.NullMarked;
