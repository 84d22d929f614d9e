package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;

/// A function as the AWS services see it.
///
/// @param role the session of its role
/// @param authorizer what the function may do
public record FunctionIdentity(FunctionDefinition function, Caller role, Authorizer authorizer) {}
