package dev.profileguard.finding;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A finding on its way to people. It may come twice; then [#id()] is the same.
///
/// @param since when it began to be so, as far as is known
public record Notice(Finding finding, Status status, Instant since) {
    /// Whether it is still so.
    public enum Status {
        /// It happened; no other notice about it follows.
        OCCURRED("occurred"),
        /// It is so until a notice says otherwise.
        OPEN("open"),
        /// It is over.
        RESOLVED("resolved");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /// As notices show it, such as `open`.
        public String text() {
            return text;
        }
    }

    /// What is said about one matter only once: an occurrence by its event, what lasts by its kind.
    public String key() {
        return status == Status.OCCURRED ? occurrence(finding) : finding.kind().text();
    }

    public static String occurrence(Finding finding) {
        return finding.kind().text() + " " + finding.eventId();
    }

    /// What a finding and its end have in common, such as
    /// `ProfileGuard/role-gone/instance-profile/prod-web/2026-01-15T09:30:00Z`.
    public String thread() {
        return "%s/%s/%s/%s"
                .formatted(
                        finding.kind().rule().text(),
                        finding.kind().text(),
                        finding.subject(),
                        status == Status.OCCURRED ? finding.eventId() : since);
    }

    /// The same on every delivery of this notice, and on no other's.
    public String id() {
        return thread() + "/" + status.text();
    }

    /// The notice as JSON values, in reading order, as docs/findings/finding.schema.json has it.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id());
        json.put("status", status.text());
        json.put("since", since.toString());
        json.putAll(finding.json());
        return json;
    }
}
