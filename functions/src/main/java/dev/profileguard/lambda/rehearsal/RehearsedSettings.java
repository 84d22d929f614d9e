package dev.profileguard.lambda.rehearsal;

import java.util.HashMap;
import java.util.Map;

/// The settings of a rehearsal: those of the function, and those that give every rule work.
final class RehearsedSettings {
    private static final Map<String, String> WORK =
            Map.ofEntries(
                    Map.entry("GUARD_MODE", "enforce"),
                    Map.entry("GUARDED_PROFILES", RehearsedEvents.PROFILE),
                    Map.entry("EXEMPT_NAMES", ""),
                    Map.entry("TRUSTED_PRINCIPALS", "nobody"),
                    Map.entry("CANARY_PROFILE", ""),
                    Map.entry("PAUSED", "off"),
                    Map.entry("MANUAL_REQUESTS", "all"),
                    Map.entry("INSTANCE_REGIONS", "us-east-1"),
                    Map.entry("PROVISION_MODE", "enforce"),
                    Map.entry("PROVISION_FOR", "all"),
                    Map.entry("PROVISION_DELAY_SECONDS", "0"),
                    Map.entry("TAG_MODE", "enforce"),
                    Map.entry(
                            "TAG_POLICY",
                            "{\"tags\": {\"Rehearsal\": {\"tag_key\": \"Rehearsal\","
                                    + " \"report_required_tag_for\": [\"iam:role\","
                                    + " \"iam:instance-profile\"]}}}"),
                    Map.entry("TAG_DEFAULTS", "Rehearsal=yes"),
                    Map.entry("INHERITED_TAGS", ""),
                    Map.entry("NODE_ROLE_MODE", "observe"),
                    Map.entry("NODE_ROLE_NAMES", RehearsedEvents.ROLE),
                    Map.entry("READ_EKS_CLUSTERS", "off"),
                    Map.entry("ADVICE_MODE", "observe"),
                    Map.entry("DECODE_AUTHORIZATION_MESSAGES", "off"),
                    Map.entry("SECURITY_HUB", "off"),
                    Map.entry("AWS_SAM_LOCAL", ""));

    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "AWS_REGION", "us-east-1",
                    "AWS_LAMBDA_FUNCTION_NAME", "rehearsal",
                    "BASELINE_TABLE", "rehearsal",
                    "FAILURES_TABLE", "rehearsal",
                    "PLAN_TABLE", "rehearsal",
                    "ROTATIONS_TABLE", "rehearsal",
                    "ROTATION_MODE", "observe",
                    "SWEEP_MODE", "plan");

    private RehearsedSettings() {}

    /// The variables of a rehearsal.
    ///
    /// @param environment the variables of the function
    static Map<String, String> over(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        all.putAll(environment);
        all.putAll(WORK);
        return Map.copyOf(all);
    }
}
