package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Severity;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Notice.Status;
import dev.profileguard.finding.Product;
import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A notice as a finding in the AWS Security Finding Format (ASFF). People read its texts in a
/// console, so each is one visible line.
///
/// See https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
/// and, for the lengths, the types of
/// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
///
/// @param now when it is sent; Security Hub ignores an update that is not newer than the finding
record AsffFinding(Notice notice, Place place, Instant now) {
    private static final String VERSION = "2018-10-08";
    private static final String PREFIX = "profile-guard/";
    private static final List<String> TYPES =
            List.of("Software and Configuration Checks/AWS Security Best Practices");

    private static final int MAX_ID = 512;
    private static final int MAX_TITLE = 256;
    private static final int MAX_DESCRIPTION = 1_024;
    private static final int MAX_REMEDIATION = 512;
    private static final int MAX_FIELD = 2_048;

    /// The same for a subject and a kind, whenever it is found, and however the name is spelled.
    String id() {
        Finding finding = notice.finding();
        return text(generator(finding) + "/" + finding.subject().toLowerCase(Locale.ROOT), MAX_ID);
    }

    Map<String, Object> json() {
        Finding finding = notice.finding();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("SchemaVersion", VERSION);
        json.put("Id", id());
        json.put("ProductArn", product(place));
        json.put("ProductName", Product.NAME);
        json.put("CompanyName", Product.NAME);
        json.put("GeneratorId", generator(finding));
        json.put("AwsAccountId", place.account());
        json.put("FirstObservedAt", time(notice.since()));
        json.put("LastObservedAt", time(now));
        json.put("CreatedAt", time(notice.since()));
        json.put("UpdatedAt", time(now));
        json.put("FindingProviderFields", Map.of("Severity", severity(finding), "Types", TYPES));
        json.put("Title", text(finding.kind().text() + ": " + finding.subject(), MAX_TITLE));
        json.put("Description", description(finding));
        if (!finding.todo().isEmpty()) {
            json.put("Remediation", Map.of("Recommendation", Map.of("Text", todo(finding))));
        }
        json.put("ProductFields", fields(finding));
        json.put("Resources", List.of(resource(finding)));
        json.put("RecordState", notice.status() == Status.RESOLVED ? "ARCHIVED" : "ACTIVE");
        return json;
    }

    /// The ARN under which an account imports its own findings.
    ///
    /// See
    /// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-custom-providers.html
    static String product(Place place) {
        return "arn:%1$s:securityhub:%2$s:%3$s:product/%3$s/default"
                .formatted(place.partition(), place.region(), place.account());
    }

    private static String generator(Finding finding) {
        return PREFIX + finding.kind().rule().text() + "/" + finding.kind().text();
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Map<String, String> severity(Finding finding) {
        Severity severity = finding.kind().severity();
        return Map.of("Label", label(severity), "Original", severity.text());
    }

    private static String label(Severity severity) {
        return switch (severity) {
            case INFO -> "INFORMATIONAL";
            case WARNING -> "MEDIUM";
            case CRITICAL -> "CRITICAL";
        };
    }

    private static String description(Finding finding) {
        return text(
                "%s. By: %s. Done: %s"
                        .formatted(
                                finding.cause(),
                                finding.actor(),
                                finding.done().isEmpty()
                                        ? "nothing"
                                        : String.join("; ", finding.done())),
                MAX_DESCRIPTION);
    }

    /// All steps are in the fields.
    private static String todo(Finding finding) {
        return text(String.join(". ", finding.todo()), MAX_REMEDIATION);
    }

    private Map<String, String> fields(Finding finding) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "status", notice.status().text());
        put(fields, "subject", finding.subject());
        put(fields, "actor", finding.actor());
        put(fields, "cause", finding.cause());
        put(fields, "event-id", finding.eventId());
        put(fields, "page", NoticeText.page(finding));
        put(fields, "done", finding.done());
        put(fields, "todo", finding.todo());
        return fields;
    }

    private static void put(Map<String, String> fields, String key, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            put(fields, "%s/%d".formatted(key, i + 1), values.get(i));
        }
    }

    /// Security Hub refuses an empty value.
    private static void put(Map<String, String> fields, String key, String value) {
        if (!value.isBlank()) {
            fields.put(PREFIX + key, text(value, MAX_FIELD));
        }
    }

    private Map<String, Object> resource(Finding finding) {
        FindingResource resource = FindingResource.of(finding, place);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Type", resource.asffType());
        json.put("Id", resource.id());
        json.put("Partition", place.partition());
        json.put("Region", place.region());
        return json;
    }

    /// A visible line of this length at most.
    private static String text(String text, int most) {
        return VisibleText.excerpt(text, most - 3);
    }
}
