@NullMarked
package dev.profileguard.sandbox.aws.autoscaling.refresh;

import org.jspecify.annotations.NullMarked;
