package dev.profileguard.sandbox.aws.eventbridge;

import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The rules of the template, and which of them are enabled now. Thread-safe.
public final class RuleStates {
    private final List<RuleDefinition> rules;
    private final Set<String> disabled = new LinkedHashSet<>();

    /// As deployed.
    ///
    /// @param off the rules that the template disables
    public RuleStates(List<RuleDefinition> on, List<RuleDefinition> off) {
        rules = Stream.of(on, off).flatMap(List::stream).toList();
        off.forEach(rule -> disabled.add(rule.name()));
    }

    /// All rules.
    public List<RuleDefinition> rules() {
        return rules;
    }

    /// The rule of this name.
    public Optional<RuleDefinition> find(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /// Whether events are sent to the targets of a rule.
    public synchronized boolean isEnabled(String name) {
        return find(name).isPresent() && !disabled.contains(name);
    }

    /// Enables or disables a rule.
    public synchronized void set(String name, boolean enabled) {
        if (enabled) {
            disabled.remove(name);
        } else {
            disabled.add(name);
        }
    }
}
