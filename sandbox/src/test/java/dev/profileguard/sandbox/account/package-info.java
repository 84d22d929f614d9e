@NullMarked
package dev.profileguard.sandbox.account;

import org.jspecify.annotations.NullMarked;
