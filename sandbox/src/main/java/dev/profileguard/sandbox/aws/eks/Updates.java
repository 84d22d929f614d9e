package dev.profileguard.sandbox.aws.eks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The updates of clusters and node groups, and the calls that read them.
/// https://docs.aws.amazon.com/eks/latest/APIReference/API_Update.html
record Updates(Clusters clusters) {
    private static final double MILLIS = 1000;

    /// An update.
    ///
    /// @param nodegroup null: of the cluster itself
    /// @param type such as `VersionUpdate`
    /// @param params what it changes, by the names of EKS
    /// @param end when it is successful
    record Update(
            String id,
            @Nullable String nodegroup,
            String type,
            Map<String, String> params,
            Instant created,
            Instant end) {
        static Update of(
                String nodegroup,
                String type,
                Map<String, String> params,
                Instant created,
                Instant end) {
            return new Update(UUID.randomUUID().toString(), nodegroup, type, params, created, end);
        }

        /// As EKS returns it.
        Map<String, Object> json(Instant now) {
            List<Map<String, Object>> listed = new ArrayList<>();
            params.forEach((key, value) -> listed.add(Map.of("type", key, "value", value)));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("status", now.isBefore(end) ? "InProgress" : "Successful");
            json.put("type", type);
            json.put("params", listed);
            json.put("createdAt", created.toEpochMilli() / MILLIS);
            json.put("errors", List.of());
            return json;
        }

        boolean isOf(@Nullable String name) {
            return name == null ? nodegroup == null : name.equals(nodegroup);
        }
    }

    /// DescribeUpdate.
    Map<String, Object> describe(EksInput input) {
        String id = input.text("updateId");
        return of(input).stream()
                .filter(update -> update.id().equals(id))
                .findFirst()
                .map(update -> Map.<String, Object>of("update", update.json(clusters.instant())))
                .orElseThrow(() ->
                        input.service()
                                .refusal(
                                        404,
                                        "ResourceNotFoundException",
                                        "No update found for ID: %s.".formatted(id)));
    }

    /// ListUpdates.
    Map<String, Object> list(EksInput input) {
        return input.page("updateIds", of(input).stream().map(Update::id).toList());
    }

    /// The updates of the node group that a call names, or of the cluster itself.
    private List<Update> of(EksInput input) {
        Cluster cluster = clusters.required(input);
        String name = input.optional(Nodegroups.NAME);
        if (name != null) {
            Nodegroups.required(input, cluster);
        }
        return cluster.updates().stream().filter(update -> update.isOf(name)).toList();
    }
}
