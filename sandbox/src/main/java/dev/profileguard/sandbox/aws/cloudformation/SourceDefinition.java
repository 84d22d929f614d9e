package dev.profileguard.sandbox.aws.cloudformation;

import java.time.Duration;

/// An event source mapping: Lambda sends the messages of a queue to a function.
///
/// @param function the function's ARN
/// @param queue the queue's ARN
/// @param batchSize the maximum number of messages in one event
/// @param window the batching window: how long Lambda collects messages for one event
/// @param reportsItemFailures whether the function's response names the messages that failed; if
///   not, a batch fails or succeeds as a whole
public record SourceDefinition(
        String function,
        String queue,
        int batchSize,
        Duration window,
        boolean reportsItemFailures) {}
