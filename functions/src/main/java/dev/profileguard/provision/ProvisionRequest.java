package dev.profileguard.provision;

import dev.profileguard.iam.RoleName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a person asks of ProfileProvisioner by invoking it.
///
/// @param check whether the rule is run on the role; otherwise it is only told what it would do
record ProvisionRequest(RoleName role, boolean check) {
    /// What is understood, for people who asked for something else.
    static final String UNDERSTOOD =
            "Understood are: an EventBridge event of CloudTrail; an SQS batch of such events;"
                    + " {\"check\": {\"role\": \"NAME\"}}; {\"show\": {\"role\": \"NAME\"}}";

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException naming what is wrong and what is understood
    static ProvisionRequest read(Map<?, ?> json) {
        if (json.size() != 1) {
            throw misunderstood(
                    json.isEmpty() ? "The request is empty" : "Not understood: " + json.keySet());
        }
        Map.Entry<?, ?> only = json.entrySet().iterator().next();
        String command = String.valueOf(only.getKey());
        return switch (command) {
            case "check" -> new ProvisionRequest(role(command, only.getValue()), true);
            case "show" -> new ProvisionRequest(role(command, only.getValue()), false);
            default -> throw misunderstood("Not understood: " + command);
        };
    }

    private static RoleName role(String command, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw misunderstood(command + " must be an object");
        }
        for (Object field : fields.keySet()) {
            if (!"role".equals(field)) {
                throw misunderstood("Not understood: %s.%s".formatted(command, field));
            }
        }
        Object name = fields.get("role");
        if (!(name instanceof String text)) {
            throw misunderstood(
                    name == null
                            ? "%s.role is missing: it must be the name of a role".formatted(command)
                            : "%s.role must be the name of a role".formatted(command));
        }
        try {
            return new RoleName(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(command + ".role: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException misunderstood(String what) {
        return new IllegalArgumentException(what + ". " + UNDERSTOOD);
    }
}
