package dev.profileguard.sandbox.command.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a sweep reported.
///
/// @param outcomes one for each role or profile and rule, with the fields `rule`, `subject`,
///   `decision`, `why`, `actions` and `findings`
/// @param parts how many invocations of Backfill stored a report
/// @param folder where the reports are, such as `s3://bucket/2026-01-05/RUN/`; empty: there are
///   none
public record Report(List<JsonNode> outcomes, int parts, String folder) {
    /// Takes a copy.
    public Report {
        outcomes = List.copyOf(outcomes);
    }

    /// Whether there is none.
    public boolean isMissing() {
        return parts == 0;
    }
}
