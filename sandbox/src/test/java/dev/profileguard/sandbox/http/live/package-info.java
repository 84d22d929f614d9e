@NullMarked
package dev.profileguard.sandbox.http.live;

import org.jspecify.annotations.NullMarked;
