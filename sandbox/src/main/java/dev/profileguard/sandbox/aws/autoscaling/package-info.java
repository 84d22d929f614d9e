/// Auto Scaling, as far as its groups use instance profiles.
@NullMarked
package dev.profileguard.sandbox.aws.autoscaling;

import org.jspecify.annotations.NullMarked;
