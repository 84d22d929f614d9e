package dev.profileguard.sandbox.aws.stepfunctions;

import java.time.Instant;
import java.util.Map;

/// An event in the history of an execution. See
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
///
/// @param id from 1
/// @param type such as `TaskSucceeded`
/// @param details such as `output`
public record HistoryEvent(int id, String type, Instant time, Map<String, Object> details) {
    /// The name of its details in GetExecutionHistory, such as `taskSucceededEventDetails`. The
    /// events of all kinds of states have the same.
    public String detailsName() {
        String name =
                type.endsWith("StateEntered")
                        ? "stateEntered"
                        : type.endsWith("StateExited")
                                ? "stateExited"
                                : Character.toLowerCase(type.charAt(0)) + type.substring(1);
        return name + "EventDetails";
    }
}
