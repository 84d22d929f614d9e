package dev.profileguard.sandbox.aws.cloudwatch;

import java.time.Instant;

/// One value of a metric.
public record Sample(Instant time, double value) {}
