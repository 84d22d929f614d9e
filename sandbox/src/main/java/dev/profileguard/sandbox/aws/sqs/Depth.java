package dev.profileguard.sandbox.aws.sqs;

import java.time.Instant;

/// How many messages of a queue could be received from a time on.
public record Depth(Instant since, int visible) {}
