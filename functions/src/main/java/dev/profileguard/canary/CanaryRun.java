package dev.profileguard.canary;

/// One run of the canary.
///
/// @param requestId the invocation's ID
/// @param account twelve digits
record CanaryRun(String requestId, String account) {}
