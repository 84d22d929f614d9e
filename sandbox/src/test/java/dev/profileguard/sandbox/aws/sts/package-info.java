@NullMarked
package dev.profileguard.sandbox.aws.sts;

import org.jspecify.annotations.NullMarked;
