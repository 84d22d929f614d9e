package dev.profileguard.sweep;

/// Makes a function's rule for one invocation of a sweep. Lambda can start an execution environment
/// from a snapshot that is weeks old, so what is read from AWS is not read when a source is made.
///
/// See https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html
public interface SweepRuleSource {
    /// The rule's name in requests, such as `guard`.
    String name();

    /// The rule with what its settings refer to now. If that cannot be used, it is an
    /// [UnreadableRule], so that the other rules run.
    SweepRule now();
}
