package dev.profileguard.tag;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.lambda.CommandRequest;
import java.util.Map;

/// A manual request to TagEnforcer.
sealed interface TagRequest {
    /// The valid requests, for error messages.
    String UNDERSTOOD =
            "Valid requests: an EventBridge event of CloudTrail; {\"show\": {\"profile\":"
                    + " \"NAME\"}}; {\"show\": {\"role\": \"NAME\"}}; {\"check\": {\"profile\":"
                    + " \"NAME\"}}; {\"check\": {\"role\": \"NAME\"}}";

    /// The role or profile in the request.
    Subject subject();

    /// Shows the tags of a profile and its role, or of a role and its profiles.
    record Show(Subject subject) implements TagRequest {}

    /// Enforces the rules now.
    record Check(Subject subject) implements TagRequest {}

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException with what is wrong, and the valid requests
    static TagRequest read(Map<?, ?> json) {
        CommandRequest request = CommandRequest.read(json, UNDERSTOOD);
        return switch (request.command()) {
            case "show" -> new Show(subject(request));
            case "check" -> new Check(subject(request));
            default -> throw request.invalidRequest();
        };
    }

    private static Subject subject(CommandRequest request) {
        if (request.fields().size() != 1) {
            throw request.wrong("an object with either profile or role");
        }
        String field = String.valueOf(request.fields().keySet().iterator().next());
        return switch (field) {
            case "profile" ->
                    new Subject.OfProfile(request.name(field, "a name", ProfileName::new));
            case "role" -> new Subject.OfRole(request.name(field, "a name", RoleName::new));
            default -> throw request.invalidRequest(field);
        };
    }
}
