package dev.profileguard.sandbox.command.explain.reader;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a call as CloudTrail records them, as far as their values are known.
final class RequestParameters {
    private RequestParameters() {}

    /// @param operation empty: unknown; then no parameter is named
    /// @param names by kind, as in [RecognisedFailure]
    /// @param resource the ARN in a message about a denied call; empty: there is none
    static Map<String, Object> of(String operation, Map<String, String> names, String resource) {
        Map<String, Object> request = new LinkedHashMap<>();
        switch (operation) {
            case "" -> {}
            case "AssociateIamInstanceProfile",
                    "ReplaceIamInstanceProfileAssociation",
                    "DisassociateIamInstanceProfile" -> {
                put(request, "InstanceId", names.get("instance"));
                put(request, "AssociationId", names.get("association"));
                profile(request, "IamInstanceProfile", "Name", "Arn", names);
                return Map.of(operation + "Request", request);
            }
            case "CreateLaunchConfiguration" ->
                    put(request, "iamInstanceProfile", names.get("instance profile"));
            case "AssumeRole" ->
                    put(
                            request,
                            "roleArn",
                            resource.startsWith("arn:") ? resource : names.get("role"));
            default -> {
                if (Operations.serviceOf(operation).orElse("").startsWith("iam.")) {
                    put(request, "instanceProfileName", names.get("instance profile"));
                    put(request, "roleName", names.get("role"));
                } else {
                    profile(request, "iamInstanceProfile", "name", "arn", names);
                }
            }
        }
        return request;
    }

    private static void profile(
            Map<String, Object> request,
            String parameter,
            String name,
            String arn,
            Map<String, String> names) {
        String profile = names.getOrDefault("instance profile", "");
        if (!profile.isEmpty()) {
            request.put(parameter, Map.of(profile.startsWith("arn:") ? arn : name, profile));
        }
    }

    private static void put(Map<String, Object> request, String parameter, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            request.put(parameter, value);
        }
    }
}
