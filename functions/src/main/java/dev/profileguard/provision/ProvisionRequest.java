package dev.profileguard.provision;

import dev.profileguard.iam.RoleName;
import dev.profileguard.lambda.CommandRequest;
import java.util.Map;

/// What a person asks of ProfileProvisioner by invoking it.
///
/// @param check whether the rule is run on the role; otherwise it is only told what it would do
record ProvisionRequest(RoleName role, boolean check) {
    /// What is understood, for people who asked for something else.
    static final String UNDERSTOOD =
            "Valid requests: an EventBridge event of CloudTrail; an SQS batch of such events;"
                    + " {\"check\": {\"role\": \"NAME\"}}; {\"show\": {\"role\": \"NAME\"}}";

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException naming what is wrong and what is understood
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
