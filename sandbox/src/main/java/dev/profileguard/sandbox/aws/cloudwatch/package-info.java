/// CloudWatch: what functions and queues measure, and the alarms on it.
@NullMarked
package dev.profileguard.sandbox.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
