package dev.profileguard.finding.delivery;

import dev.profileguard.event.Json;
import dev.profileguard.finding.Notice;
import java.time.InstantSource;

/// The form of findings in events.
///
/// @param place of the stack
public record EventForm(EventSchema schema, Place place, InstantSource clock) {
    /// The detail type, which differs by rule and by schema.
    String detailType(Notice notice) {
        String type = EventSink.DETAIL_TYPE + notice.finding().kind().rule().text();
        return switch (schema) {
            case NATIVE -> type;
            case OCSF -> type + " (OCSF)";
        };
    }

    /// The detail as JSON.
    String detail(Notice notice) {
        return Json.text(
                switch (schema) {
                    case NATIVE -> notice.json();
                    case OCSF -> new OcsfFinding(notice, place, clock.instant()).json();
                });
    }
}
