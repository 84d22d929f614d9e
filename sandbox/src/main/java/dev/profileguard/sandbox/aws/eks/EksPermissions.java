package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The permissions that calls to EKS need.
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
record EksPermissions(RegionalService calls, Clusters clusters) {
    /// Throws AccessDeniedException unless the caller may make this call.
    void require(EksInput input, String operation) {
        switch (operation) {
            case "ListClusters" ->
                    calls.require(input.origin(), request(operation, "*"), arn(input, "cluster/*"));
            case "ListAccessPolicies" -> calls.require(input.origin(), request(operation, "*"));
            case "DescribeNodegroup",
                    "DeleteNodegroup",
                    "UpdateNodegroupConfig",
                    "UpdateNodegroupVersion" ->
                    onPart(input, operation, "nodegroup", "nodegroupName");
            case "DescribeFargateProfile", "DeleteFargateProfile" ->
                    onPart(input, operation, "fargateprofile", "fargateProfileName");
            case "DescribeAddon", "DeleteAddon" -> onPart(input, operation, "addon", "addonName");
            case "DescribeAccessEntry",
                    "DeleteAccessEntry",
                    "UpdateAccessEntry",
                    "AssociateAccessPolicy",
                    "DisassociateAccessPolicy",
                    "ListAssociatedAccessPolicies" ->
                    onPart(input, operation, "access-entry", "principalArn");
            default ->
                    calls.require(
                            input.origin(),
                            request(operation, arn(input, "cluster/" + input.text("name", "*"))));
        }
    }

    /// Throws AccessDeniedException unless the caller may pass this role.
    void requirePassRole(EksInput input, String role, String service) {
        calls.require(
                input.origin(),
                new AccessRequest(
                        "iam:PassRole", role, Map.of("iam:PassedToService", List.of(service))));
    }

    private void onPart(EksInput input, String operation, String kind, String key) {
        String name = input.text(key);
        String existing = existing(input, kind, name);
        calls.require(
                input.origin(),
                request(
                        operation,
                        existing == null
                                ? arn(input, "%s/%s/%s/*".formatted(kind, input.text("name"), name))
                                : existing));
    }

    /// The ARN of a part, which ends with an ID; null: it does not exist.
    private @Nullable String existing(EksInput input, String kind, String name) {
        Cluster cluster = clusters.find(input.region(), input.text("name"));
        if (cluster == null) {
            return null;
        }
        return switch (kind) {
            case "nodegroup" -> {
                Nodegroup group = cluster.nodegroups().get(name);
                yield group == null ? null : group.arn();
            }
            case "fargateprofile" -> text(cluster.fargateProfiles().get(name), "fargateProfileArn");
            case "addon" -> text(cluster.addons().get(name), "addonArn");
            default -> {
                AccessEntry entry = cluster.accessEntries().get(name);
                yield entry == null ? null : text(entry.json(), "accessEntryArn");
            }
        };
    }

    private static @Nullable String text(@Nullable Map<String, Object> part, String key) {
        return part == null ? null : String.valueOf(part.get(key));
    }

    private static AccessRequest request(String operation, String resource) {
        return new AccessRequest("eks:" + operation, resource);
    }

    static String arn(EksInput input, String resource) {
        return "arn:aws:eks:%s:%s:%s".formatted(input.region(), input.origin().account(), resource);
    }
}
