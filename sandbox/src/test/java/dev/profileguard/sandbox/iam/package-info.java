@NullMarked
package dev.profileguard.sandbox.iam;

import org.jspecify.annotations.NullMarked;
