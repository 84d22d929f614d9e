@NullMarked
package dev.profileguard.sandbox.aws.autoscaling;

import org.jspecify.annotations.NullMarked;
