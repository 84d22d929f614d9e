package dev.profileguard.sandbox.command.baselines.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.profileguard.sandbox.command.stack.StackException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The output of `terraform show -json`, or of OpenTofu's, for a state or a plan: the resources
/// `aws_iam_instance_profile` of all modules. Of a plan, the values after it.
///
/// See https://developer.hashicorp.com/terraform/internals/json-format and
/// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_instance_profile
///
/// @param account profiles of other accounts are left out; null: none is
record TerraformOutput(@Nullable String account) {
    private static final String TYPE = "aws_iam_instance_profile";

    BaselineFile read(JsonNode json) {
        String version = json.path("format_version").asText();
        if (!version.matches("[01]\\..*")) {
            throw new StackException(
                    "The file has the format_version %s of terraform show -json, and this version reads 0 and 1"
                            .formatted(version));
        }
        if (json.path("errored").asBoolean()) {
            throw new StackException(
                    "Terraform could not make the whole plan (errored is true): correct that, and"
                            + " make the plan again");
        }
        JsonNode values =
                json.has("planned_values") ? json.path("planned_values") : json.path("values");
        BaselineFile.Builder all = new BaselineFile.Builder();
        module(values.path("root_module"), unknown(json), all);
        return all.file(null);
    }

    /// What is not known before the plan is applied, by the addresses of the resources.
    private static Map<String, JsonNode> unknown(JsonNode json) {
        Map<String, JsonNode> unknown = new HashMap<>();
        json.path("resource_changes")
                .forEach(each ->
                        unknown.put(
                                each.path("address").asText(),
                                each.path("change").path("after_unknown")));
        return unknown;
    }

    private void module(JsonNode module, Map<String, JsonNode> unknown, BaselineFile.Builder all) {
        for (JsonNode resource : module.path("resources")) {
            if (resource.path("type").asText().equals(TYPE)
                    && resource.path("mode").asText().equals("managed")) {
                resource(
                        resource,
                        unknown.getOrDefault(
                                resource.path("address").asText(), MissingNode.getInstance()),
                        all);
            }
        }
        module.path("child_modules").forEach(child -> module(child, unknown, all));
    }

    private void resource(JsonNode resource, JsonNode unknown, BaselineFile.Builder all) {
        String address = resource.path("address").asText("?");
        JsonNode values = resource.path("values");
        String owner =
                values.path("arn").asText("").replaceFirst("^arn:[^:]*:iam::(\\d*):.*", "$1");
        if (resource.has("deposed_key")) {
            all.skipped(address, "Terraform is about to delete it");
        } else if (account != null && !owner.isEmpty() && !owner.equals(account)) {
            all.skipped(address, "it is in account " + owner);
        } else if (!values.path("name").isTextual()) {
            all.problem(address, notKnown("name"));
        } else if (!values.has("role")) {
            all.problem(address, notKnown("role"));
        } else if (isTrueAnywhere(unknown.path("path"))) {
            all.problem(address, notKnown("path"));
        } else if (isTrueAnywhere(unknown.path("tags_all"))) {
            all.problem(address, notKnown("tags_all"));
        } else {
            all.entry(entry(values));
        }
    }

    private static String notKnown(String attribute) {
        return "its %s is not known before Terraform applied the plan: apply it, and import the state"
                .formatted(attribute);
    }

    /// A value of which only a part is unknown has true at that part.
    private static boolean isTrueAnywhere(JsonNode unknown) {
        return unknown.asBoolean()
                || unknown.valueStream().anyMatch(TerraformOutput::isTrueAnywhere);
    }

    private static Map<String, Object> entry(JsonNode values) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("profile", values.path("name").asText());
        if (values.path("path").isTextual()) {
            entry.put("path", values.path("path").asText());
        }
        if (values.path("unique_id").isTextual()) {
            entry.put("profileId", values.path("unique_id").asText());
        }
        putRole(entry, values.path("role").asText(""));
        if (values.path("tags_all").isObject()) {
            Map<String, Object> tags = new TreeMap<>();
            values.path("tags_all")
                    .properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
            entry.put("tags", tags);
        }
        return entry;
    }

    /// Terraform says null, or nothing, of an empty profile.
    @SuppressWarnings("NullAway") // JSON has null
    private static void putRole(Map<String, Object> entry, String role) {
        entry.put("role", role.isEmpty() || role.equals("null") ? null : role);
    }
}
