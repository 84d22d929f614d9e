package dev.profileguard.sandbox.aws.securityhub;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A finding that Security Hub keeps.
///
/// @param given as its provider sent it
/// @param processed when Security Hub received it
/// @param workflow the state of its investigation, which only those who investigate change
record StoredFinding(String region, Map<?, ?> given, Instant processed, String workflow) {
    private static final String NEW = "NEW";

    /// A new one.
    StoredFinding(String region, Map<?, ?> given, Instant processed) {
        this(region, given, processed, NEW);
    }

    /// Findings with the same key are one.
    String key() {
        return "%s %s %s".formatted(region, given.get("ProductArn"), given.get("Id"));
    }

    /// An update that is not newer is ignored. One that makes an archived finding active again
    /// makes its investigation new.
    ///
    /// See
    /// https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
    /// and https://docs.aws.amazon.com/securityhub/latest/userguide/findings-workflow-status.html
    StoredFinding updatedBy(StoredFinding next) {
        if (!SecurityHub.time(next.given, "UpdatedAt")
                .isAfter(SecurityHub.time(given, "UpdatedAt"))) {
            return this;
        }
        boolean again = isArchived() && !next.isArchived();
        return new StoredFinding(region, next.given, next.processed, again ? NEW : workflow);
    }

    private boolean isArchived() {
        return "ARCHIVED".equals(given.get("RecordState"));
    }

    /// With what Security Hub adds: the severity and the types are those of the provider.
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        given.forEach((key, value) -> json.put(String.valueOf(key), value));
        if (given.get("FindingProviderFields") instanceof Map<?, ?> fields) {
            for (String name : List.of("Severity", "Types")) {
                Object value = fields.get(name);
                if (value != null) {
                    json.put(name, value);
                }
            }
        }
        json.putIfAbsent("RecordState", "ACTIVE");
        json.put("Region", region);
        json.put("WorkflowState", NEW);
        json.put("Workflow", Map.of("Status", workflow));
        json.put("ProcessedAt", processed.toString());
        return json;
    }
}
