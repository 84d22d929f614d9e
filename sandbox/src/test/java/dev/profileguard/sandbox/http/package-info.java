@NullMarked
package dev.profileguard.sandbox.http;

import org.jspecify.annotations.NullMarked;
