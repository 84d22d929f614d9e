/// CloudWatch: metrics, and alarms on them.
@NullMarked
package dev.profileguard.sandbox.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
