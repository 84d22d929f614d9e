package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import org.jspecify.annotations.Nullable;

/// One event for one function. Its attempts share it.
///
/// @param payload JSON
/// @param eventId CloudTrail's; null: it is no recorded call
record Invocation(
        FunctionDefinition function, String payload, String requestId, @Nullable String eventId) {}
