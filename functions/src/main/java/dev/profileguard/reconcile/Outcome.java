package dev.profileguard.reconcile;

import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.PerformedAction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one invocation came to, for one subject.
///
/// @param subject such as `instance-profile/prod-web`; null: the event is about none
/// @param why the reason for the decision, as a sentence for people
/// @param actions what was done, in order, or would have been
/// @param details more values for people who asked to be shown something; empty: none
/// @param eventId CloudTrail's, or the request ID of a manual invocation; empty: unknown
/// @param complete false: not all was looked at, since something failed or an event was taken at
///   its word
/// @param announced whether its findings were begun in the ledger before the first write
public record Outcome(
        @Nullable String subject,
        Decision decision,
        String why,
        List<PerformedAction> actions,
        List<Finding> findings,
        Map<String, @Nullable Object> details,
        String eventId,
        boolean complete,
        boolean announced) {

    /// Takes copies.
    public Outcome {
        actions = List.copyOf(actions);
        findings = List.copyOf(findings);
    }

    /// One after a look at everything that had nothing to announce.
    public Outcome(
            @Nullable String subject,
            Decision decision,
            String why,
            List<PerformedAction> actions,
            List<Finding> findings,
            Map<String, @Nullable Object> details,
            String eventId) {
        this(subject, decision, why, actions, findings, details, eventId, true, false);
    }

    /// The same, where not all was looked at.
    public Outcome partial() {
        return new Outcome(
                subject, decision, why, actions, findings, details, eventId, false, announced);
    }

    /// The same, where this was the mode.
    public Outcome in(Mode mode) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(details);
        more.put("mode", mode.text());
        return new Outcome(
                subject, decision, why, actions, findings, more, eventId, complete, announced);
    }

    /// What people are to be told of it.
    ///
    /// @return null where it is about no role or profile
    public @Nullable Evaluation look(Rule rule) {
        return subject == null
                ? null
                : new Evaluation(
                        rule,
                        subject,
                        findings,
                        actions,
                        complete && decision.isConclusive(),
                        announced);
    }

    /// Nothing was looked at, for this reason.
    public static Outcome skipped(
            @Nullable String subject, Decision decision, String why, String eventId) {
        return new Outcome(subject, decision, why, List.of(), List.of(), Map.of(), eventId);
    }

    /// It failed, and nobody throws: what people need to find the cause is part of it.
    public static Outcome failed(String why, RuntimeException cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        return new Outcome(
                null,
                Decision.FAILED,
                why,
                List.of(),
                List.of(),
                Map.of("stackTrace", trace.toString()),
                "");
    }

    /// The outcome as JSON values, in reading order.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("subject", subject);
        json.put("decision", decision.text());
        json.put("why", why);
        json.put("actions", actions.stream().map(Outcome::json).toList());
        json.put("findings", findings.stream().map(Finding::json).toList());
        json.put("eventId", eventId);
        json.putAll(details);
        return json;
    }

    private static Map<String, Object> json(PerformedAction performed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", performed.action().getClass().getSimpleName());
        json.put("subject", performed.action().subject());
        json.put("description", performed.action().described());
        json.put("outcome", performed.effect().text());
        return json;
    }
}
