package dev.profileguard.sandbox.aws.sqs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A task that moved the messages of a dead-letter queue. The sandbox moves them at once, so that
/// it is over when it is started.
///
/// @param handle names it
/// @param destination the ARN of a queue; null: each message's own source
public record MoveTask(
        String handle, String source, @Nullable String destination, int moved, Instant started) {}
