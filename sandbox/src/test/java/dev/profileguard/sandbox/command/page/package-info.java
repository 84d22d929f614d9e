@NullMarked
package dev.profileguard.sandbox.command.page;

import org.jspecify.annotations.NullMarked;
