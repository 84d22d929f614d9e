/// Auto Scaling groups: what they start instances by, and the instances that they have.
@NullMarked
package dev.profileguard.sandbox.aws.autoscaling.group;

import org.jspecify.annotations.NullMarked;
