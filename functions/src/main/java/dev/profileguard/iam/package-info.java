/// IAM itself: one class reads it, one writes it.
@NullMarked
package dev.profileguard.iam;

import org.jspecify.annotations.NullMarked;
