package dev.profileguard.sandbox.command.baselines.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A CloudFormation template: its resources `AWS::IAM::InstanceProfile`, which have the properties
/// `InstanceProfileName`, `Path` and `Roles`, and no tags. What only the stack knows comes from its
/// resources.
///
/// See
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-instanceprofile.html
///
/// @param stack the resources of the stack; empty: not given
record StackTemplate(StackResources stack) {
    private static final String PROFILE = "AWS::IAM::InstanceProfile";
    private static final String ROLE = "AWS::IAM::Role";
    private static final String ASK = "give --resources, or import the resources alone";

    BaselineFile read(JsonNode template) {
        BaselineFile.Builder all = new BaselineFile.Builder();
        JsonNode resources = template.path("Resources");
        for (Map.Entry<String, JsonNode> each : resources.properties()) {
            if (each.getValue().path("Type").asText().equals(PROFILE)) {
                profile(each.getKey(), each.getValue(), resources, all);
            }
        }
        return all.file(null);
    }

    private void profile(
            String id, JsonNode resource, JsonNode resources, BaselineFile.Builder all) {
        JsonNode properties = resource.path("Properties");
        if (!stack.isEmpty() && stack.name(id) == null) {
            all.skipped(id, "the stack does not have it");
            return;
        }
        if (stack.isEmpty() && resource.has("Condition")) {
            all.problem(id, "it has a condition: " + ASK);
            return;
        }
        String name = name(id, properties.path("InstanceProfileName"));
        if (name == null) {
            all.problem(id, "its name is not in the template: " + ASK);
            return;
        }
        JsonNode roles = properties.path("Roles");
        String role = roles.size() == 1 ? role(roles.path(0), resources) : null;
        if (!roles.isArray() || (role == null && !roles.isEmpty())) {
            all.problem(id, "the name of its role is not in the template: " + ASK);
            return;
        }
        all.entry(entry(name, properties.path("Path"), role));
    }

    private static Map<String, Object> entry(String name, JsonNode path, @Nullable String role) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("profile", name);
        if (path.isMissingNode()) {
            entry.put("path", "/");
        } else if (path.isTextual()) {
            entry.put("path", path.asText());
        }
        entry.put("role", role);
        return withNull(entry);
    }

    /// The JSON of an entry has null for no role.
    @SuppressWarnings("NullAway")
    private static Map<String, Object> withNull(Map<String, @Nullable Object> entry) {
        Map<String, Object> copy = new LinkedHashMap<>();
        entry.forEach(copy::put);
        return copy;
    }

    private @Nullable String name(String id, JsonNode given) {
        String known = stack.name(id);
        return known != null ? known : given.isTextual() ? given.asText() : null;
    }

    /// A name, or a reference to a role of the template.
    private @Nullable String role(JsonNode role, JsonNode resources) {
        if (role.isTextual()) {
            return role.asText();
        }
        String id = role.path("Ref").asText("");
        JsonNode resource = resources.path(id);
        return resource.path("Type").asText().equals(ROLE)
                ? name(id, resource.path("Properties").path("RoleName"))
                : null;
    }
}
