package dev.profileguard.sandbox.aws.eventbridge;

import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.Machine;

/// Matches events by [AWS's own matcher](https://github.com/aws/event-ruler).
final class Rules {
    private final Machine machine = Machine.builder().build();
    private final Map<String, RuleDefinition> byName = new LinkedHashMap<>();

    /// @throws IllegalArgumentException when an event pattern is invalid, naming the rule
    Rules(List<RuleDefinition> rules) {
        for (RuleDefinition rule : rules) {
            byName.put(rule.name(), rule);
            try {
                machine.addRule(rule.name(), rule.pattern());
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "The event pattern of %s: %s".formatted(rule.name(), e.getMessage()), e);
            }
        }
    }

    List<RuleDefinition> matching(String event) {
        return names(event).stream().sorted().map(this::named).toList();
    }

    private List<String> names(String event) {
        try {
            return machine.rulesForJSONEvent(event);
        } catch (Exception e) { // the matcher declares no narrower type; a text that is no event
            // matches no rule
            return List.of();
        }
    }

    private RuleDefinition named(String name) {
        RuleDefinition rule = byName.get(name);
        if (rule == null) {
            throw new IllegalStateException("The matcher knows a rule that is none: " + name);
        }
        return rule;
    }
}
