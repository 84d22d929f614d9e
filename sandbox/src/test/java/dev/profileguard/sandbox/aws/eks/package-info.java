@NullMarked
package dev.profileguard.sandbox.aws.eks;

import org.jspecify.annotations.NullMarked;
