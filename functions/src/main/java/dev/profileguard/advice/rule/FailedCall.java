package dev.profileguard.advice.rule;

import java.util.Map;

/// A call that AWS refused, as CloudTrail recorded it or as a tool printed it.
///
/// @param service the event source, such as `iam.amazonaws.com`; empty: unknown
/// @param operation such as `DeleteRole`; empty: unknown
/// @param code the error code as the service's API spells it, such as `DeleteConflict`: without
///   CloudTrail's `Client.` and without `Exception`; empty: unknown
/// @param message the service's message; empty: unknown
/// @param region such as `eu-west-1`; empty: unknown
/// @param request the parameters as CloudTrail records them (`requestParameters`); empty: unknown
public record FailedCall(
        String service,
        String operation,
        String code,
        String message,
        String region,
        Map<String, Object> request) {
    /// Takes a copy.
    public FailedCall {
        request = Map.copyOf(request);
    }
}
