package dev.profileguard.sandbox.command.redrive;

/// How the letters of a dead-letter queue are processed again.
sealed interface Route {
    /// Events go to the queue that the function reads.
    ///
    /// @param function its name in the template
    /// @param queue the output with the URL of that queue
    record ToFunction(String function, String queue) implements Route {}

    /// Each event goes where EventBridge could not deliver it.
    record ToTarget() implements Route {}

    /// Requests to Backfill become executions of the state machine.
    record ToSweeps() implements Route {}

    /// The canary makes another test. An old event would only show its own delay.
    record ToCanary() implements Route {}

    /// Findings go to the topic or the bus that did not accept them.
    record ToSink() implements Route {}

    /// Only requests by hand are there.
    ///
    /// @param function its name in the template
    record ByHand(String function) implements Route {}
}
