package dev.profileguard.sandbox.aws.cloudformation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A DynamoDB table.
///
/// @param arn `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME`
/// @param request what CreateTable takes, as JSON values
/// @param policy the document of its resource-based policy, as JSON; null: it has none
public record TableDefinition(
        String name, String arn, Map<String, Object> request, @Nullable String policy) {}
