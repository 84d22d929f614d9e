@NullMarked
package dev.profileguard.sandbox.server;

import org.jspecify.annotations.NullMarked;
