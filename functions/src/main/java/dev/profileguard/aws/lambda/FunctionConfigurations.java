package dev.profileguard.aws.lambda;

/// Compares what is deployed of a function, its version `$LATEST`, with what is in force, the
/// version of its alias `live`.
@FunctionalInterface
public interface FunctionConfigurations {
    /// The IAM permission for it.
    String PERMISSION = "lambda:GetFunctionConfiguration";

    /// The alias that events and requests use.
    String ALIAS = "live";

    /// Makes two reads.
    ///
    /// @param function its name in Lambda
    /// @throws dev.profileguard.aws.resource.ResourceException if Lambda refuses one, or does not
    ///   answer
    Comparison of(String function);
}
