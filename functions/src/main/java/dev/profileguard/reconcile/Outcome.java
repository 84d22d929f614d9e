package dev.profileguard.reconcile;

import dev.profileguard.finding.Evaluation;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.text.QuotedError;
import dev.profileguard.text.VisibleText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The result of an invocation for one subject.
public sealed interface Outcome {
    /// Such as `instance-profile/prod-web`; null: the event has no subject.
    @Nullable String subject();

    /// What was decided.
    Decision decision();

    /// The reason for the decision, as a sentence for people: one line of about 2,000 characters at
    /// most.
    String why();

    /// The actions in order: performed, or in mode observe only planned.
    default List<PerformedAction> actions() {
        return List.of();
    }

    /// The findings for people.
    default List<Finding> findings() {
        return List.of();
    }

    /// Whether it failed.
    default boolean isFailed() {
        return decision() == Decision.Common.FAILED;
    }

    /// Whether something was changed.
    default boolean hasRepaired() {
        return actions().stream().anyMatch(each -> each.effect() == Effect.DONE);
    }

    /// How metrics count it.
    default Reaction reaction() {
        if (decision().reaction() != Reaction.UNCHANGED) {
            return decision().reaction();
        }
        if (hasRepaired()) {
            return Reaction.REPAIRED;
        }
        if (findings().isEmpty()) {
            return Reaction.UNCHANGED;
        }
        return decision() == Decision.Common.NOT_FOR_US ? Reaction.REFUSED : Reaction.REPORTED;
    }

    /// The CloudTrail event's ID, or the request ID of a manual invocation; empty: unknown.
    String eventId();

    /// More values for people, by their JSON key.
    default Map<String, @Nullable Object> details() {
        return Map.of();
    }

    /// What is delivered to people; null: the outcome has no subject.
    default @Nullable Evaluation evaluation(Rule rule) {
        String subject = subject();
        return subject == null
                ? null
                : new Evaluation(
                        rule, subject, findings(), actions(), decision().isConclusive(), false);
    }

    /// The outcome as JSON values, in the order in which people read them.
    default Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("subject", subject());
        json.put("decision", decision().text());
        json.put("why", why());
        json.put("actions", actions().stream().map(Outcome::json).toList());
        json.put("findings", findings().stream().map(Finding::json).toList());
        json.put("eventId", eventId());
        json.putAll(details());
        return json;
    }

    /// An action as JSON, in reading order.
    static Map<String, Object> json(PerformedAction performed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", performed.action().name());
        json.put("subject", performed.action().subject());
        json.put("description", performed.action().described());
        json.put("outcome", performed.effect().text());
        return json;
    }

    /// No rule was evaluated, or it did not need to read IAM.
    record Skipped(@Nullable String subject, Decision decision, String why, String eventId)
            implements Outcome {
        /// Makes the reason a message.
        public Skipped {
            why = VisibleText.message(why);
        }
    }

    /// The reconciler carried out a plan, completely or up to an error.
    ///
    /// @param mode the function's mode
    /// @param coverage how much of the subject the rule evaluated
    /// @param intents whether the findings were written to the ledger before the first write
    /// @param facts more values for people, by their JSON key
    record Reconciled(
            String subject,
            Decision decision,
            String why,
            List<PerformedAction> actions,
            List<Finding> findings,
            Mode mode,
            String eventId,
            Coverage coverage,
            Intents intents,
            Map<String, Object> facts)
            implements Outcome {
        /// Takes copies, and makes the reason a message.
        public Reconciled {
            why = VisibleText.message(why);
            actions = List.copyOf(actions);
            findings = List.copyOf(findings);
        }

        /// The same outcome with other findings.
        Reconciled with(List<Finding> others) {
            return new Reconciled(
                    subject, decision, why, actions, others, mode, eventId, coverage, intents,
                    facts);
        }

        /// The same outcome with another mode.
        public Reconciled in(Mode other) {
            return new Reconciled(
                    subject, decision, why, actions, findings, other, eventId, coverage, intents,
                    facts);
        }

        @Override
        public Map<String, @Nullable Object> details() {
            Map<String, @Nullable Object> details = new LinkedHashMap<>();
            details.put("mode", mode.text());
            details.putAll(facts);
            return details;
        }

        @Override
        public Evaluation evaluation(Rule rule) {
            return new Evaluation(
                    rule,
                    subject,
                    findings,
                    actions,
                    coverage.isComplete() && decision.isConclusive(),
                    coverage.open(),
                    intents == Intents.LOGGED);
        }
    }

    /// Whether the ledger contains a task's intents.
    enum Intents {
        /// The task had no intents.
        NONE,
        /// Its findings were written to the ledger before the first write.
        LOGGED
    }

    /// The answer to a manual request or to the canary.
    ///
    /// @param details more values, in reading order
    record Answered(
            @Nullable String subject,
            Decision decision,
            String why,
            List<PerformedAction> actions,
            List<Finding> findings,
            Map<String, @Nullable Object> details,
            String eventId)
            implements Outcome {
        /// Takes copies, and makes the reason a message.
        public Answered {
            why = VisibleText.message(why);
            actions = List.copyOf(actions);
            findings = List.copyOf(findings);
        }
    }

    /// An error that is reported instead of thrown. It contains what people need to find the cause.
    ///
    /// @param trace the stack trace
    record Failed(String why, String trace) implements Outcome {
        /// Makes the reason a message.
        public Failed {
            why = VisibleText.message(why);
        }

        /// The outcome of an error.
        public static Failed of(String why, RuntimeException cause) {
            StringWriter trace = new StringWriter();
            QuotedError.shown(cause).printStackTrace(new PrintWriter(trace));
            return new Failed(why, trace.toString());
        }

        @Override
        public @Nullable String subject() {
            return null;
        }

        @Override
        public Decision decision() {
            return Decision.Common.FAILED;
        }

        @Override
        public String eventId() {
            return "";
        }

        @Override
        public Map<String, @Nullable Object> details() {
            return Map.of("stackTrace", trace);
        }
    }
}
