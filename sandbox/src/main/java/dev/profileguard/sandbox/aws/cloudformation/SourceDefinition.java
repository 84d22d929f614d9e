package dev.profileguard.sandbox.aws.cloudformation;

import java.time.Duration;

/// An event source mapping: Lambda reads a queue, and hands a function what it finds.
///
/// @param function the ARN
/// @param queue the ARN
/// @param batchSize how many messages one event holds at most
/// @param window how long messages are gathered for one event
/// @param reportsItemFailures whether the function's answer names the messages that failed; else
///   they fail together or not at all
public record SourceDefinition(
        String function,
        String queue,
        int batchSize,
        Duration window,
        boolean reportsItemFailures) {}
