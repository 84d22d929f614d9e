package dev.profileguard.sandbox.command.stack;

/// The permission that a call needs, for messages about its failure.
///
/// @param action such as `lambda:InvokeFunction`
/// @param resource an ARN, or the name by which the call names the resource
record Permission(String action, String resource) {}
