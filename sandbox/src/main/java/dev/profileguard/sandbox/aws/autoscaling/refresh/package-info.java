/// Instance refreshes: they replace the instances of an Auto Scaling group.
@NullMarked
package dev.profileguard.sandbox.aws.autoscaling.refresh;

import org.jspecify.annotations.NullMarked;
