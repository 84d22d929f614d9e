package dev.profileguard.sandbox.command.rehearse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a sweep over an account came to.
///
/// @param total how many outcomes by rule and decision: `{"guard": {"no-drift": 3}}`
/// @param outcomes one a subject and rule, with `rule`, `subject`, `decision`, `why`, `actions` and
///   `findings`
/// @param faults of the template that keep events from its functions, as sentences
record SweepReport(JsonNode total, List<JsonNode> outcomes, List<String> faults) {}
