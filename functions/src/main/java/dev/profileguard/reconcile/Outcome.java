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

/// What an invocation came to, for one subject.
public sealed interface Outcome {
    /// Such as `instance-profile/prod-web`; null: the event is about none.
    @Nullable String subject();

    /// What was decided.
    Decision decision();

    /// The reason for the decision, as a sentence for people.
    String why();

    /// What was done, in order, or would have been.
    default List<PerformedAction> actions() {
        return List.of();
    }

    /// What people have to know.
    default List<Finding> findings() {
        return List.of();
    }

    /// CloudTrail's, or the request ID of a manual invocation; empty: unknown.
    String eventId();

    /// More values for people, by the key that the result has them under.
    default Map<String, @Nullable Object> details() {
        return Map.of();
    }

    /// What people are told of it; null where it is about no role or profile.
    default @Nullable Evaluation evaluation(Rule rule) {
        String subject = subject();
        return subject == null
                ? null
                : new Evaluation(
                        rule, subject, findings(), actions(), decision().isConclusive(), false);
    }

    /// The outcome as JSON values, in reading order.
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

    private static Map<String, Object> json(PerformedAction performed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", performed.action().name());
        json.put("subject", performed.action().subject());
        json.put("description", performed.action().described());
        json.put("outcome", performed.effect().text());
        return json;
    }

    /// Nothing was read, or nothing had to be.
    record Skipped(@Nullable String subject, Decision decision, String why, String eventId)
            implements Outcome {}

    /// The reconciler brought the subject to its end, or was kept from it.
    ///
    /// @param mode how far the function went
    /// @param coverage how much of the subject the findings speak of
    /// @param intents whether the findings were written to the ledger before the first write
    record Reconciled(
            String subject,
            Decision decision,
            String why,
            List<PerformedAction> actions,
            List<Finding> findings,
            Mode mode,
            String eventId,
            Coverage coverage,
            Intents intents)
            implements Outcome {
        /// Takes copies.
        public Reconciled {
            actions = List.copyOf(actions);
            findings = List.copyOf(findings);
        }

        /// The same, where this was the mode.
        public Reconciled in(Mode other) {
            return new Reconciled(
                    subject, decision, why, actions, findings, other, eventId, coverage, intents);
        }

        @Override
        public Map<String, @Nullable Object> details() {
            return Map.of("mode", mode.text());
        }

        @Override
        public Evaluation evaluation(Rule rule) {
            return new Evaluation(
                    rule,
                    subject,
                    findings,
                    actions,
                    coverage == Coverage.COMPLETE && decision.isConclusive(),
                    intents == Intents.LOGGED);
        }
    }

    /// Whether what a task was about to do is in the ledger.
    enum Intents {
        /// It had nothing to announce.
        NONE,
        /// Its findings were written to the ledger before the first write.
        LOGGED
    }

    /// A person asked for it, or for no role or profile of theirs.
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
        /// Takes copies.
        public Answered {
            actions = List.copyOf(actions);
            findings = List.copyOf(findings);
        }
    }

    /// It failed, and nobody throws: what people need to find the cause is part of it.
    ///
    /// @param trace the stack trace
    record Failed(String why, String trace) implements Outcome {
        /// Why something failed.
        public static Failed of(String why, RuntimeException cause) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
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
