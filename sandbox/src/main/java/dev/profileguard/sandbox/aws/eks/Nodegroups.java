package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The calls on managed node groups, but for updates.
record Nodegroups(
        Clusters clusters,
        EksRoles roles,
        EksPermissions permissions,
        AccessEntries entries,
        NodegroupTemplates templates,
        NodegroupResources resources,
        Workflows workflows) {
    static final String NAME = "nodegroupName";
    private static final String NODEGROUP = "nodegroup";
    private static final String TYPES = "instanceTypes";
    private static final String RELEASE = "20251120";
    private static final int DISK = 20;
    private static final int NODES = 2;

    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
    Map<String, Object> create(EksInput input) {
        Cluster cluster = clusters.required(input);
        String name = input.text(NAME);
        if (cluster.nodegroups().containsKey(name)) {
            throw input.service()
                    .refusal(
                            409,
                            "ResourceInUseException",
                            "NodeGroup already exists with name %s and cluster name %s"
                                    .formatted(name, cluster.name()));
        }
        String role = input.text("nodeRole");
        permissions.requirePassRole(input, role, "eks.amazonaws.com");
        roles.requireNodeRole(input, role);
        NodegroupTemplates.Accepted template = templates.of(input);
        if (template != null) {
            requireOnce(input, template.data());
        }
        String id = UUID.randomUUID().toString();
        Map<String, Object> json = json(input, cluster, name, id, template);
        resources.role().ensure(input);
        begin(
                cluster,
                Nodegroup.creating(json, id, clusters.instant().plus(workflows.creation())),
                template == null ? null : template.data());
        letIn(cluster, role, String.valueOf(json.get("amiType")));
        Map<String, Object> shown = Cluster.in("CREATING", json);
        shown.put("health", Map.of("issues", List.of()));
        return Map.of(NODEGROUP, shown);
    }

    /// What stands in the template cannot stand in the request too. The sentences are as in
    /// https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1386 and
    /// https://github.com/crossplane-contrib/provider-upjet-aws/issues/866.
    private static void requireOnce(EksInput input, TemplateData data) {
        if (data.instanceType() != null && !input.texts(TYPES).isEmpty()) {
            throw input.service()
                    .refusal(
                            "InvalidRequestException",
                            "Cannot specify instance types in launch template and API Request");
        }
        if (input.values().containsKey("diskSize")) {
            throw input.invalid("Disk size must be specified within the launch template.");
        }
    }

    /// After the answer, EKS makes what the group needs.
    private void begin(Cluster cluster, Nodegroup group, @Nullable TemplateData data) {
        cluster.nodegroups().put(group.name(), group);
        workflows.untilDone(() -> {
            if (!Objects.equals(cluster.nodegroups().get(group.name()), group)) {
                return;
            }
            try {
                resources.make(cluster.region(), group, data);
                cluster.nodegroups().put(group.name(), group.made());
            } catch (AwsServiceException refusal) {
                if (!NodegroupHealth.isFinal(refusal)) {
                    throw refusal;
                }
                cluster.nodegroups()
                        .put(group.name(), group.failed(NodegroupHealth.ofFailure(group, refusal)));
            }
        });
    }

    /// EKS lets the nodes in: by an access entry, or by the ConfigMap.
    private void letIn(Cluster cluster, String role, String ami) {
        entries.add(cluster, role, ami.startsWith("WINDOWS") ? "EC2_WINDOWS" : "EC2_LINUX", null);
        if (!cluster.hasAccessEntries()) {
            cluster.configMapRoles().add(role);
        }
    }

    private Map<String, Object> json(
            EksInput input,
            Cluster cluster,
            String name,
            String id,
            NodegroupTemplates.@Nullable Accepted template) {
        String version = input.text("version", cluster.version());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(NAME, name);
        json.put(
                "nodegroupArn",
                EksPermissions.arn(
                        input, "nodegroup/%s/%s/%s".formatted(cluster.name(), name, id)));
        json.put("clusterName", cluster.name());
        json.put("version", version);
        String release = input.text("releaseVersion", "%s.0-%s".formatted(version, RELEASE));
        json.put("releaseVersion", template == null ? release : release(template.data(), release));
        json.put("createdAt", clusters.now());
        json.put("modifiedAt", clusters.now());
        json.put("capacityType", input.text("capacityType", "ON_DEMAND"));
        json.put("scalingConfig", sizes(input.in("scalingConfig")).json());
        json.put("subnets", input.texts("subnets"));
        json.put("nodeRole", input.text("nodeRole"));
        json.put("labels", input.map("labels"));
        json.put("updateConfig", Map.of("maxUnavailable", 1));
        addInstances(json, input, template);
        json.put("tags", input.map("tags"));
        return json;
    }

    private static Nodegroup.Sizes sizes(EksInput given) {
        int least = given.number("minSize", 1);
        int most = given.number("maxSize", Math.max(least, NODES));
        int desired = Math.min(most, Math.max(least, NODES));
        return new Nodegroup.Sizes(least, most, desired).changed(given);
    }

    private static void addInstances(
            Map<String, Object> json,
            EksInput input,
            NodegroupTemplates.@Nullable Accepted template) {
        String ami = input.text("amiType", "AL2023_x86_64_STANDARD");
        List<String> types = input.texts(TYPES);
        if (template == null) {
            json.put("amiType", ami);
            json.put(TYPES, types.isEmpty() ? List.of("t3.medium") : types);
            json.put("diskSize", input.number("diskSize", DISK));
            return;
        }
        json.put("amiType", template.data().imageId() == null ? ami : "CUSTOM");
        if (template.data().instanceType() == null) {
            json.put(TYPES, types.isEmpty() ? List.of("t3.medium") : types);
        }
        json.put(NodegroupTemplates.TEMPLATE, template.json());
    }

    /// The release of a group with an AMI of its own is the AMI.
    static String release(TemplateData data, String release) {
        return data.imageId() == null ? release : data.imageId();
    }

    /// DescribeNodegroup. A group with which something is wrong is degraded.
    Map<String, Object> describe(EksInput input) {
        Cluster cluster = clusters.required(input);
        Nodegroup group = required(input, cluster);
        Map<String, Object> shown = group.shown(clusters.instant());
        List<Map<String, Object>> issues = issues(cluster, group);
        if (group.failed() == null && !issues.isEmpty()) {
            shown.put("status", "DEGRADED");
        }
        shown.put("health", Map.of("issues", issues));
        return Map.of(NODEGROUP, shown);
    }

    private List<Map<String, Object>> issues(Cluster cluster, Nodegroup group) {
        if (group.failed() != null) {
            return List.of(group.failed());
        }
        boolean hasNodes = group.sizes(clusters.instant()).desired() > 0;
        return group.isBusy(clusters.instant())
                ? List.of()
                : new NodegroupHealth(roles, entries, resources).issues(cluster, group, hasNodes);
    }

    Map<String, Object> list(EksInput input) {
        return input.page(
                "nodegroups", List.copyOf(clusters.required(input).nodegroups().keySet()));
    }

    /// DeleteNodegroup. The access entry of the role stays, as in
    /// https://github.com/aws/containers-roadmap/issues/2631.
    Map<String, Object> delete(EksInput input) {
        Cluster cluster = clusters.required(input);
        Nodegroup group = required(input, cluster);
        cluster.nodegroups().remove(group.name());
        workflows.untilDone(() -> resources.delete(cluster.region(), group));
        Map<String, Object> shown = group.shown(clusters.instant());
        shown.put("status", "DELETING");
        shown.put("health", Map.of("issues", List.of()));
        return Map.of(NODEGROUP, shown);
    }

    static Nodegroup required(EksInput input, Cluster cluster) {
        Nodegroup group = cluster.nodegroups().get(input.text(NAME));
        if (group == null) {
            throw input.service()
                    .refusal(
                            404,
                            "ResourceNotFoundException",
                            "No node group found for name: %s.".formatted(input.text(NAME)));
        }
        return group;
    }
}
