package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import org.jspecify.annotations.Nullable;

/// One event for one function. All attempts to deliver it are the same invocation.
///
/// @param payload JSON
/// @param eventId CloudTrail's ID of the recorded call in the event; null: it contains none
record Invocation(
        FunctionDefinition function, String payload, String requestId, @Nullable String eventId) {}
