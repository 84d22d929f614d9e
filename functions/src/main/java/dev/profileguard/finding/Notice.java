package dev.profileguard.finding;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A message about a finding. It may be delivered twice, with the same [#id()].
///
/// @param since when the problem was found
public record Notice(Finding finding, Status status, Instant since) {
    /// Whether the problem persists.
    public enum Status {
        /// A single occurrence. No other notice about it follows.
        OCCURRED("occurred"),
        /// The problem persists. A notice follows when it is resolved.
        OPEN("open"),
        /// The problem is resolved.
        RESOLVED("resolved");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /// The status in notices, such as `open`.
        public String text() {
            return text;
        }
    }

    /// The key by which the ledger finds notices that were sent: kind and event of an occurrence;
    /// only the kind of an open or resolved finding.
    public String key() {
        return status == Status.OCCURRED ? occurrenceKey(finding) : finding.kind().text();
    }

    /// The key of a single occurrence: its kind and its event.
    public static String occurrenceKey(Finding finding) {
        return finding.kind().text() + " " + finding.eventId();
    }

    /// The same for the notices of one finding when it is open and when it is resolved, such as
    /// `ProfileGuard/role-gone/instance-profile/prod-web/2026-01-15T09:30:00Z`.
    public String thread() {
        return "%s/%s/%s/%s"
                .formatted(
                        finding.kind().rule().text(),
                        finding.kind().text(),
                        finding.subject(),
                        status == Status.OCCURRED ? finding.eventId() : since);
    }

    /// Identifies this notice: the same on every delivery.
    public String id() {
        return thread() + "/" + status.text();
    }

    /// The notice as JSON, in reading order. The schema is docs/findings/finding.schema.json.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id());
        json.put("status", status.text());
        json.put("since", since.toString());
        json.putAll(finding.json());
        return json;
    }
}
