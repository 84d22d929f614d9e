package dev.profileguard.sandbox.command.rehearse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// The result of a sweep over an account.
///
/// @param total the number of outcomes by rule and decision: `{"guard": {"no-drift": 3}}`
/// @param outcomes one for each subject and rule, with the fields `rule`, `subject`, `decision`,
///   `why`, `actions` and `findings`
/// @param faults sentences about settings of the template that keep events from its functions
record SweepReport(JsonNode total, List<JsonNode> outcomes, List<String> faults) {}
