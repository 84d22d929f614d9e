package dev.profileguard.sandbox.aws.cloudformation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An SQS queue.
///
/// @param arn `arn:aws:sqs:REGION:ACCOUNT:NAME`
/// @param delay how long a message is invisible after it was sent
/// @param visibility how long a message is invisible after it was received
/// @param retention how long a message is kept
/// @param redrive where messages go that were received too often; null: they stay
public record QueueDefinition(
        String logicalId,
        String name,
        String arn,
        Duration delay,
        Duration visibility,
        Duration retention,
        @Nullable Redrive redrive) {
    /// A queue's redrive policy.
    ///
    /// @param deadLetters the ARN of the dead-letter queue
    /// @param most how often a message is received before it moves there
    public record Redrive(String deadLetters, int most) {}
}
