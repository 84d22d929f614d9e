package dev.profileguard.provision;

import dev.profileguard.iam.RoleName;
import dev.profileguard.lambda.CommandRequest;
import java.util.Map;

/// A manual request to ProfileProvisioner.
///
/// @param check whether the rule may write; otherwise it only shows what it would do
record ProvisionRequest(RoleName role, boolean check) {
    /// The valid requests, for error messages.
    static final String UNDERSTOOD =
            "Valid requests: an EventBridge event of CloudTrail; an SQS batch of such events;"
                    + " {\"check\": {\"role\": \"NAME\"}}; {\"show\": {\"role\": \"NAME\"}}";

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException with what is wrong, and the valid requests
    static ProvisionRequest read(Map<?, ?> json) {
        CommandRequest request = CommandRequest.read(json, UNDERSTOOD);
        return switch (request.command()) {
            case "check" -> new ProvisionRequest(role(request), true);
            case "show" -> new ProvisionRequest(role(request), false);
            default -> throw request.invalidRequest();
        };
    }

    private static RoleName role(CommandRequest request) {
        return request.only("role").name("role", "the name of a role", RoleName::new);
    }
}
