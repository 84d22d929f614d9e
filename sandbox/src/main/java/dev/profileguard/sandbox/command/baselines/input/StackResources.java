package dev.profileguard.sandbox.command.baselines.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.StackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The output of `aws cloudformation describe-stack-resources`, or of `list-stack-resources`. It
/// has the names of profiles, and neither their roles nor their paths: an import records what IAM
/// shows. Where drift detection found a difference, that would be wrong.
///
/// See https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResource.html
record StackResources(List<JsonNode> all) {
    /// See
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
    private static final int MOST_DESCRIBED = 100;

    private static final String DESCRIBED = "StackResources";
    private static final String LISTED = "StackResourceSummaries";
    private static final String PROFILE = "AWS::IAM::InstanceProfile";
    private static final Set<String> DRIFTED = Set.of("MODIFIED", "DELETED");

    StackResources {
        all = List.copyOf(all);
    }

    static boolean isIn(JsonNode json) {
        return json.has(DESCRIBED) || json.has(LISTED);
    }

    /// @throws StackException if the output is only a part of what the stack has
    static StackResources of(JsonNode json) {
        if (json.path("NextToken").isTextual() || json.path(DESCRIBED).size() >= MOST_DESCRIBED) {
            throw new StackException(
                    "The resources are not all of the stack: give the whole output of 'aws cloudformation list-stack-resources', without --max-items. describe-stack-resources shows at most %d"
                            .formatted(MOST_DESCRIBED));
        }
        List<JsonNode> all = new ArrayList<>();
        json.path(DESCRIBED).forEach(all::add);
        json.path(LISTED).forEach(all::add);
        return new StackResources(all);
    }

    /// Whether nothing is known of the stack.
    boolean isEmpty() {
        return all.isEmpty();
    }

    /// The name that CloudFormation gave to a resource; null: it is not in the stack, or not ready.
    @Nullable String name(String logicalId) {
        return all.stream()
                .filter(each -> each.path("LogicalResourceId").asText().equals(logicalId))
                .filter(StackResources::isThere)
                .map(each -> each.path("PhysicalResourceId").asText())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /// The entries for all profiles of the stack.
    BaselineFile file() {
        BaselineFile.Builder file = new BaselineFile.Builder();
        for (JsonNode each : all) {
            if (each.path("ResourceType").asText().equals(PROFILE)) {
                add(each, file);
            }
        }
        return file.file(null);
    }

    private static void add(JsonNode resource, BaselineFile.Builder file) {
        String id = resource.path("LogicalResourceId").asText("?");
        String status = resource.path("ResourceStatus").asText();
        String drift = resource.path("DriftInformation").path("StackResourceDriftStatus").asText();
        String name = resource.path("PhysicalResourceId").asText("");
        if (status.startsWith("DELETE_")) {
            file.skipped(id, "its status is " + status);
        } else if (!isThere(resource) || name.isEmpty()) {
            file.problem(id, "its status is %s: wait until the stack is ready".formatted(status));
        } else if (DRIFTED.contains(drift)) {
            file.problem(id, "CloudFormation found that it drifted (%s)".formatted(drift));
        } else {
            file.entry(Map.of("profile", name));
        }
    }

    private static boolean isThere(JsonNode resource) {
        String status = resource.path("ResourceStatus").asText();
        return status.endsWith("_COMPLETE") && !status.startsWith("DELETE_");
    }
}
