package dev.profileguard.sandbox.aws.cloudformation;

/// An instance profile that the template declares, with the role in it.
///
/// @param trustPolicy of the role, as JSON
public record ProfileDefinition(String name, String role, String trustPolicy) {}
