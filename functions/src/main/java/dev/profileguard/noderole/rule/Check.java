package dev.profileguard.noderole.rule;

import dev.profileguard.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The answer to one question about a node role.
///
/// @param topic such as `trust`
/// @param text the answer, as a sentence for people
/// @param proof what shows it, such as the names of the policies that allow something
/// @param problem what is reported; null: nothing
public record Check(
        String topic, Result result, String text, List<String> proof, @Nullable Problem problem) {
    /// How good the answer is.
    public enum Result {
        /// It is right.
        RIGHT("right"),
        /// It cannot be said for sure, or it needs no action.
        NOTE("note"),
        /// It works, and there is a better way.
        ADVICE("advice"),
        /// Nodes do not work, or may do what they should not.
        WRONG("wrong");

        private final String text;

        Result(String text) {
            this.text = text;
        }

        /// As answers show it.
        public String text() {
            return text;
        }
    }

    /// What is reported about the answer.
    ///
    /// @param todo what people can do, as commands where there are any
    /// @param policies the names of the policies whose change can be the cause
    public record Problem(Finding.Kind kind, List<String> todo, Set<String> policies) {
        /// Stands for the trust policy among the names of policies: no policy can have this name.
        public static final String TRUST_POLICY = "the trust policy";

        /// Takes copies.
        public Problem {
            todo = List.copyOf(todo);
            policies = Set.copyOf(policies);
        }
    }

    /// Takes a copy.
    public Check {
        proof = List.copyOf(proof);
    }

    /// It is right.
    public static Check right(String topic, String text, List<String> proof) {
        return new Check(topic, Result.RIGHT, text, proof, null);
    }

    /// It cannot be said for sure, or it needs no action.
    public static Check note(String topic, String text, List<String> proof) {
        return new Check(topic, Result.NOTE, text, proof, null);
    }

    /// Something is wrong.
    static Check wrong(String topic, String text, List<String> proof, Problem problem) {
        return new Check(topic, Result.WRONG, text, proof, problem);
    }

    /// Something is better done in another way.
    static Check advice(String topic, String text, List<String> proof, Problem problem) {
        return new Check(topic, Result.ADVICE, text, proof, problem);
    }

    /// As JSON, in reading order.
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("topic", topic);
        json.put("result", result.text());
        json.put("text", text);
        json.put("proof", proof);
        json.put("finding", problem == null ? null : problem.kind().text());
        json.put("todo", problem == null ? List.of() : problem.todo());
        return json;
    }

    /// The answer without its proof and what to do, as JSON values.
    public Map<String, Object> summary() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topic", topic);
        json.put("result", result.text());
        json.put("text", text);
        return json;
    }

    /// The answer and its proof as one sentence.
    String sentence() {
        List<String> parts = new ArrayList<>(List.of(text));
        if (!proof.isEmpty()) {
            parts.add("(%s)".formatted(String.join("; ", proof)));
        }
        return String.join(" ", parts);
    }
}
