@NullMarked
package dev.profileguard.sandbox.http.sts;

import org.jspecify.annotations.NullMarked;
