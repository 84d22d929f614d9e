package dev.profileguard.sandbox.command.prevention;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is denied to everybody but some.
///
/// @param own the roles of the stack that may do it
/// @param condition what the resource or the request has to be, by operator; empty: anything
/// @param everybody whether it is about principals of all accounts
record Denial(
        String id,
        List<String> actions,
        List<String> resources,
        List<String> otherResources,
        List<StackRole> own,
        Map<String, Object> condition,
        boolean everybody) {
    /// Of these resources.
    static Denial of(String id, List<String> actions, List<String> resources, List<StackRole> own) {
        return new Denial(id, actions, resources, List.of(), own, Map.of(), false);
    }

    /// The same of all resources but these; empty: of its own.
    Denial notOf(List<String> others) {
        return new Denial(id, actions, resources, others, own, condition, everybody);
    }

    /// The same if the request or resource is such.
    Denial when(String operator, String key, Object values) {
        return new Denial(
                id,
                actions,
                resources,
                otherResources,
                own,
                Map.of(operator, Map.of(key, values)),
                everybody);
    }

    /// The same for principals of all accounts.
    Denial ofEverybody() {
        return new Denial(id, actions, resources, otherResources, own, condition, true);
    }

    /// Several as one, where nothing but actions and resources differ. An action does not know the
    /// resources of another service.
    static List<Denial> merged(String id, List<Denial> denials) {
        List<Denial> all = new ArrayList<>();
        Set<String> actions = new LinkedHashSet<>();
        Set<String> resources = new LinkedHashSet<>();
        Set<StackRole> own = new LinkedHashSet<>();
        for (Denial each : denials) {
            if (each.condition.isEmpty() && !each.everybody) {
                actions.addAll(each.actions);
                resources.addAll(each.resources);
                own.addAll(each.own);
            } else {
                all.add(each);
            }
        }
        if (!actions.isEmpty()) {
            all.add(of(id, List.copyOf(actions), List.copyOf(resources), List.copyOf(own)));
        }
        return all;
    }

    /// As a statement.
    ///
    /// @param who its condition about the principal
    Statement statement(Map<String, Object> who) {
        Statement statement = Statement.deny(id, actions, resources);
        if (!otherResources.isEmpty()) {
            statement = statement.about(otherResources);
        }
        if (everybody) {
            statement = statement.ofEverybody();
        }
        return statement.when(condition).when(who);
    }
}
