package dev.profileguard.sandbox;

import java.util.HashMap;
import java.util.Map;

/// The environment variables of a function that runs in a process of its own and works on a
/// sandbox.
public final class FunctionVariables {
    private FunctionVariables() {}

    /// Every function enforces; nobody is trusted; profiles need the tag `Team`.
    ///
    /// @param endpoint the URL of the sandbox
    public static Map<String, String> at(String endpoint, Sandbox sandbox) {
        Map<String, String> variables =
                new HashMap<>(
                        Map.of(
                                "AWS_ENDPOINT_URL", endpoint,
                                "AWS_REGION", "us-east-1",
                                "AWS_ACCESS_KEY_ID", "function",
                                "AWS_SECRET_ACCESS_KEY", "any",
                                "POWERTOOLS_SERVICE_NAME", "profile-guard",
                                "BASELINE_TABLE", sandbox.template().tables().getFirst().name()));
        variables.putAll(
                Map.of(
                        "GUARD_MODE", "enforce",
                        "TRUSTED_PRINCIPALS", "arn:aws:iam::*:role/nobody",
                        "TAG_MODE", "enforce",
                        "NODE_ROLE_MODE", "observe",
                        "TAG_DEFAULTS", "Team=none",
                        "TAG_POLICY",
                                """
                                {"tags": {"Team": {"tag_key": {"@@assign": "Team"},
                                 "report_required_tag_for": {"@@assign":
                                  ["iam:instance-profile"]}}}}\
                                """));
        return variables;
    }
}
