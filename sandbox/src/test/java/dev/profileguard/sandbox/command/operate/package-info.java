@NullMarked
package dev.profileguard.sandbox.command.operate;

import org.jspecify.annotations.NullMarked;
