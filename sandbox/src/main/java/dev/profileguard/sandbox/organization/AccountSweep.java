package dev.profileguard.sandbox.organization;

/// What became of the sweep of one account.
public sealed interface AccountSweep {
    /// The number of the account.
    String account();

    /// It was started.
    ///
    /// @param execution the ARN of the execution in the account
    record Started(String account, String execution) implements AccountSweep {}

    /// It could not be started.
    ///
    /// @param error its name in Step Functions
    /// @param cause for people
    record Failed(String account, String error, String cause) implements AccountSweep {}
}
