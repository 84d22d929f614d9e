package dev.profileguard.sandbox.aws.cloudformation;

import java.util.Map;

/// A DynamoDB table.
///
/// @param request what CreateTable takes, as JSON values
public record TableDefinition(String name, Map<String, Object> request) {}
