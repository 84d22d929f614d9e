package dev.profileguard.sweep;

import dev.profileguard.reconcile.Mode;
import java.util.List;

/// The rules of one invocation, in the order in which they run.
public record CurrentRules(List<SweepRule> all) {
    /// Takes a copy.
    public CurrentRules {
        all = List.copyOf(all);
    }

    /// The rules with what their settings refer to now.
    public static CurrentRules of(List<SweepRuleSource> sources) {
        return new CurrentRules(sources.stream().map(SweepRuleSource::now).toList());
    }

    /// The rules of a request. A rule whose function is off runs only if the request names it.
    ///
    /// @param names those that the request names; empty: none
    public List<SweepRule> requested(List<String> names) {
        return all.stream()
                .filter(rule ->
                        names.isEmpty() ? rule.mode() != Mode.OFF : names.contains(rule.name()))
                .toList();
    }
}
