package dev.profileguard.sandbox.command.redrive;

import dev.profileguard.finding.Notice;

/// What happens to a letter.
sealed interface Fate {
    /// It is sent to a queue as it is.
    ///
    /// @param queue the output with its URL
    record Send(String queue) implements Fate {}

    /// A sweep of the whole account is started. One is enough for all such letters.
    ///
    /// @param mode `sweep` or `plan`
    record Sweep(String mode) implements Fate {}

    /// The canary makes a test. One is enough for all such letters.
    record Probe() implements Fate {}

    /// A finding is sent.
    ///
    /// @param sink the name of its destination
    record Publish(String sink, Notice notice) implements Fate {}

    /// It is a request by hand. A queue does not say who made it, so a person decides.
    ///
    /// @param function its name in the template
    /// @param request as JSON
    record Decide(String function, String request) implements Fate {}

    /// It stays.
    ///
    /// @param why as a clause about the letter
    record Stay(String why) implements Fate {}
}
