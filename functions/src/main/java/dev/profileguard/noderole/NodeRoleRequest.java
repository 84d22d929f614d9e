package dev.profileguard.noderole;

import dev.profileguard.iam.RoleName;
import dev.profileguard.lambda.CommandRequest;
import dev.profileguard.noderole.rule.NodeRoleRecipe.Cni;
import dev.profileguard.noderole.rule.NodeRoleRecipe.IpFamily;
import java.util.Locale;
import java.util.Map;

/// A manual request to NodeRoleCheck.
sealed interface NodeRoleRequest {
    /// The valid requests, for error messages.
    String UNDERSTOOD =
            "Valid requests: an EventBridge event of CloudTrail; {\"show\": {\"role\": \"NAME\"}};"
                    + " {\"make\": {\"role\": \"NAME\", \"ipFamily\": \"ipv4\" or \"ipv6\","
                    + " \"cni\": \"separate\" or \"node\"}}";

    /// The role in the request.
    RoleName role();

    /// Shows what is right and what is wrong about a node role.
    record Show(RoleName role) implements NodeRoleRequest {}

    /// Says how to make a node role. Makes nothing.
    record Make(RoleName role, IpFamily family, Cni cni) implements NodeRoleRequest {}

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException with what is wrong, and the valid requests
    static NodeRoleRequest read(Map<?, ?> json) {
        CommandRequest request = CommandRequest.read(json, UNDERSTOOD);
        return switch (request.command()) {
            case "show" -> new Show(role(request.only("role")));
            case "make" -> make(request.only("role", "ipFamily", "cni"));
            default -> throw request.invalidRequest();
        };
    }

    private static NodeRoleRequest make(CommandRequest request) {
        return new Make(
                role(request),
                choice(request, "ipFamily", IpFamily.IPV4),
                choice(request, "cni", Cni.SEPARATE));
    }

    private static RoleName role(CommandRequest request) {
        return request.name("role", "the name of a role", RoleName::new);
    }

    private static <T extends Enum<T>> T choice(
            CommandRequest request, String field, T defaultValue) {
        if (!request.fields().containsKey(field)) {
            return defaultValue;
        }
        for (T each : defaultValue.getDeclaringClass().getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(request.fields().get(field))) {
                return each;
            }
        }
        throw request.wrong(
                field, field.equals("cni") ? "\"separate\" or \"node\"" : "\"ipv4\" or \"ipv6\"");
    }
}
