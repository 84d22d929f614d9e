package dev.profileguard.sandbox.aws.cloudformation;

/// An output of the stack.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
///
/// @param key its name
/// @param value such as the name of a function
/// @param description empty: it has none
public record StackOutput(String key, String value, String description) {}
