package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls that update node groups. EKS changes the launch template and the Auto Scaling group at
/// once, and the group shows it when the update is successful.
/// https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
record NodegroupUpdates(
        Clusters clusters,
        NodegroupTemplates templates,
        NodegroupResources resources,
        Workflows workflows) {
    private static final String SCALING = "scalingConfig";
    private static final String LABELS = "labels";
    private static final String VERSION = "version";
    private static final String RELEASE = "releaseVersion";

    /// What an update changes.
    ///
    /// @param params as DescribeUpdate shows it
    /// @param fields of the group
    private record Change(Map<String, String> params, Map<String, Object> fields) {
        static Change none() {
            return new Change(new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html
    Map<String, Object> config(EksInput input) {
        Cluster cluster = clusters.required(input);
        Nodegroup group = idle(input, cluster);
        Change change = Change.none();
        if (input.values().containsKey(SCALING)) {
            scale(input, group, change);
        }
        if (input.values().containsKey(LABELS)) {
            label(input, group, change);
        }
        if (change.fields().isEmpty()) {
            throw input.invalid("The request changes nothing.");
        }
        return begin(cluster, group, "ConfigUpdate", change);
    }

    private void scale(EksInput input, Nodegroup group, Change change) {
        EksInput given = input.in(SCALING);
        Nodegroup.Sizes sizes = group.sizes(clusters.instant()).changed(given);
        sizes.json()
                .forEach((key, size) -> {
                    if (given.values().containsKey(key)) {
                        String param = Character.toUpperCase(key.charAt(0)) + key.substring(1);
                        change.params().put(param, String.valueOf(size));
                    }
                });
        change.fields().put(SCALING, sizes.json());
        workflows.once(() -> resources.scale(input.region(), group, sizes));
    }

    private void label(EksInput input, Nodegroup group, Change change) {
        EksInput given = input.in(LABELS);
        Map<String, Object> labels = new LinkedHashMap<>();
        if (group.current(clusters.instant()).get(LABELS) instanceof Map<?, ?> existing) {
            existing.forEach((key, value) -> labels.put(String.valueOf(key), value));
        }
        Map<String, Object> added = given.map("addOrUpdateLabels");
        labels.putAll(added);
        given.texts("removeLabels").forEach(labels::remove);
        change.fields().put(LABELS, labels);
        change.params().put("LabelsToAdd", String.valueOf(added));
        change.params().put("LabelsToRemove", String.valueOf(given.texts("removeLabels")));
    }

    /// https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html
    ///
    /// That the version has to be the cluster's is as in
    /// https://github.com/aws-controllers-k8s/community/issues/2957; that a group with an AMI of
    /// its own needs a template, in https://github.com/rancher/eks-operator/issues/85.
    Map<String, Object> version(EksInput input) {
        Cluster cluster = clusters.required(input);
        Nodegroup group = idle(input, cluster);
        Map<String, Object> now = group.current(clusters.instant());
        Change change = Change.none();
        NodegroupTemplates.Accepted template = templates.of(input);
        requireTemplate(input, now, template);
        String version = input.text(VERSION, cluster.version());
        if (!version.equals(cluster.version()) && !version.equals(now.get(VERSION))) {
            throw input.invalid(
                    "Nodegroup Kubernetes version should be equal to Cluster kubernetes version %s or NodeGroup kubernetes version %s"
                            .formatted(cluster.version(), now.get(VERSION)));
        }
        set(change, "Version", VERSION, version);
        String release = input.text(RELEASE, String.valueOf(now.get(RELEASE)));
        set(
                change,
                "ReleaseVersion",
                RELEASE,
                template == null ? release : Nodegroups.release(template.data(), release));
        if (template != null) {
            change.fields().put(NodegroupTemplates.TEMPLATE, template.json());
            change.params().put("LaunchTemplateName", text(template.json(), "name"));
            change.params().put("LaunchTemplateVersion", text(template.json(), VERSION));
        }
        TemplateData data = template == null ? null : template.data();
        workflows.once(() -> resources.use(input.region(), group, data));
        return begin(cluster, group, "VersionUpdate", change);
    }

    private static void set(Change change, String param, String field, String value) {
        change.params().put(param, value);
        change.fields().put(field, value);
    }

    /// A group keeps its launch template, and changes only the version.
    private static void requireTemplate(
            EksInput input,
            Map<String, Object> now,
            NodegroupTemplates.@Nullable Accepted template) {
        boolean has = now.get(NodegroupTemplates.TEMPLATE) instanceof Map<?, ?>;
        if (template == null) {
            if ("CUSTOM".equals(now.get("amiType"))) {
                throw input.invalid(
                        "Launch template details can't be null for Custom ami type node group");
            }
            return;
        }
        if (!has
                || !(now.get(NodegroupTemplates.TEMPLATE) instanceof Map<?, ?> own)
                || !text(template.json(), "id").equals(own.get("id"))) {
            throw input.invalid(
                    has
                            ? "You cannot change the launch template of a node group, only its"
                                    + " version."
                            : "The node group was not created with a launch template.");
        }
    }

    private Map<String, Object> begin(
            Cluster cluster, Nodegroup group, String type, Change change) {
        Instant now = clusters.instant();
        Instant end = now.plus(workflows.update());
        Updates.Update update =
                Updates.Update.of(group.name(), type, Map.copyOf(change.params()), now, end);
        cluster.updates().add(update);
        change.fields().put("modifiedAt", clusters.now());
        cluster.nodegroups().put(group.name(), group.updating(now, end, change.fields()));
        Map<String, Object> json = update.json(now);
        json.put("status", "InProgress");
        return Map.of("update", json);
    }

    /// The group, for which EKS must not be doing anything.
    private Nodegroup idle(EksInput input, Cluster cluster) {
        Nodegroup group = Nodegroups.required(input, cluster);
        if (group.isBusy(clusters.instant())) {
            throw input.service()
                    .refusal(
                            409,
                            "ResourceInUseException",
                            "Nodegroup cannot be updated as it is currently not in Active State");
        }
        return group;
    }

    private static String text(Map<String, Object> json, String key) {
        return String.valueOf(json.get(key));
    }
}
