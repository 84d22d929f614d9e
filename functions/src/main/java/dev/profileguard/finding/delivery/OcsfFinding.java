package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Severity;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.finding.Product;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A notice as a Detection Finding of the Open Cybersecurity Schema Framework (OCSF), with the
/// profile Cloud. The version is the one that Security Hub has; the attributes are also those of
/// 1.3.
///
/// See https://schema.ocsf.io/1.6.0/classes/detection_finding?profiles=cloud and
/// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-ocsf.html
///
/// @param now when it is sent
record OcsfFinding(Notice notice, Place place, Instant now) {
    private static final String VERSION = "1.6.0";
    private static final String CLASS = "Detection Finding";
    private static final int CLASS_UID = 2004;
    private static final int FINDINGS = 2;
    private static final int RULE = 1;
    private static final int AWS_ACCOUNT = 10;

    /// A number of the schema, with its name.
    private record Choice(int id, String name) {}

    Map<String, Object> json() {
        Finding finding = notice.finding();
        Choice activity = isResolved() ? new Choice(3, "Close") : new Choice(1, "Create");
        Choice severity = severity(finding.kind().severity());
        Choice status = isResolved() ? new Choice(4, "Resolved") : new Choice(1, "New");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class_uid", CLASS_UID);
        json.put("class_name", CLASS);
        json.put("category_uid", FINDINGS);
        json.put("category_name", "Findings");
        json.put("activity_id", activity.id());
        json.put("activity_name", activity.name());
        json.put("type_uid", CLASS_UID * 100 + activity.id());
        json.put("type_name", CLASS + ": " + activity.name());
        json.put("severity_id", severity.id());
        json.put("severity", severity.name());
        json.put("status_id", status.id());
        json.put("status", status.name());
        json.put("time", (isResolved() ? now : notice.since()).toEpochMilli());
        json.put("message", finding.cause());
        json.put("metadata", metadata(finding));
        json.put("finding_info", info(finding));
        json.put("cloud", cloud());
        json.put("resources", List.of(resource(finding)));
        if (!finding.todo().isEmpty()) {
            json.put("remediation", Map.of("desc", String.join("\n", finding.todo())));
        }
        json.put("unmapped", unmapped(finding));
        return json;
    }

    private boolean isResolved() {
        return notice.status() == Status.RESOLVED;
    }

    private static Choice severity(Severity severity) {
        return switch (severity) {
            case INFO -> new Choice(1, "Informational");
            case WARNING -> new Choice(3, "Medium");
            case CRITICAL -> new Choice(5, "Critical");
        };
    }

    private Map<String, Object> metadata(Finding finding) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("version", VERSION);
        metadata.put("uid", notice.id());
        metadata.put("event_code", finding.kind().text());
        metadata.put("profiles", List.of("cloud"));
        metadata.put(
                "product",
                Map.of(
                        "name", Product.NAME,
                        "vendor_name", Product.NAME,
                        "version", Product.VERSION));
        return metadata;
    }

    /// The ID is the same when the finding is resolved.
    private Map<String, Object> info(Finding finding) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("uid", notice.thread());
        info.put("title", finding.kind().text() + ": " + finding.subject());
        info.put("types", List.of(finding.kind().text()));
        info.put("created_time", notice.since().toEpochMilli());
        info.put(
                "analytic",
                Map.of(
                        "type_id",
                        RULE,
                        "type",
                        "Rule",
                        "name",
                        finding.kind().rule().text(),
                        "uid",
                        finding.kind().text()));
        return info;
    }

    private Map<String, Object> cloud() {
        Map<String, Object> cloud = new LinkedHashMap<>();
        cloud.put("provider", "AWS");
        cloud.put("region", place.region());
        cloud.put(
                "account",
                Map.of("uid", place.account(), "type", "AWS Account", "type_id", AWS_ACCOUNT));
        return cloud;
    }

    private Map<String, Object> resource(Finding finding) {
        FindingResource resource = FindingResource.of(finding, place);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("uid", resource.id());
        json.put("name", resource.name());
        json.put("type", resource.type());
        json.put("cloud_partition", place.partition());
        json.put("region", place.region());
        return json;
    }

    /// What the schema has no attribute for.
    private Map<String, Object> unmapped(Finding finding) {
        Map<String, Object> unmapped = new LinkedHashMap<>();
        unmapped.put("status", notice.status().text());
        unmapped.put("subject", finding.subject());
        unmapped.put("account", finding.account());
        unmapped.put("actor", finding.actor());
        unmapped.put("done", finding.done());
        unmapped.put("eventId", finding.eventId());
        unmapped.put("page", NoticeText.page(finding));
        return unmapped;
    }
}
