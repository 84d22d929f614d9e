package dev.profileguard.iam.policy;

import dev.profileguard.iam.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One statement of an identity policy or permissions boundary.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
///
/// @param deny whether its effect is Deny
/// @param actions what it lists
/// @param resources what it lists
/// @param variables whether the policy's version has variables
record PolicyStatement(
        boolean deny,
        Listed actions,
        Listed resources,
        List<Condition> conditions,
        boolean variables) {
    private static final Set<String> EFFECTS = Set.of("Allow", "Deny");

    /// The patterns of an element.
    ///
    /// @param others whether it is about all that the patterns do not match, as in `NotAction`
    record Listed(List<String> patterns, boolean others) {
        Match either(Match listed) {
            return others ? listed.not() : listed;
        }
    }

    /// Reads a statement.
    ///
    /// @param at its path, for errors
    static PolicyStatement of(String at, @Nullable Object json, boolean variables) {
        if (!(json instanceof Map<?, ?> statement)) {
            throw new MalformedPolicyException(at + " must be an object");
        }
        Object effect = statement.get("Effect");
        if (!(effect instanceof String text) || !EFFECTS.contains(text)) {
            throw new MalformedPolicyException(at + ".Effect must be Allow or Deny");
        }
        return new PolicyStatement(
                text.equals("Deny"),
                listed(at, "Action", statement),
                listed(at, "Resource", statement),
                conditions(at + ".Condition", statement.get("Condition"), variables),
                variables);
    }

    private static Listed listed(String at, String element, Map<?, ?> statement) {
        boolean others = statement.containsKey("Not" + element);
        String name = others ? "Not" + element : element;
        if (!statement.containsKey(name)) {
            throw new MalformedPolicyException("%s has no %s".formatted(at, element));
        }
        return new Listed(texts(at + "." + name, statement.get(name)), others);
    }

    private static List<Condition> conditions(String at, @Nullable Object json, boolean variables) {
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<?, ?> operator : entries(at, json)) {
            String name = String.valueOf(operator.getKey());
            if (!Condition.isOperator(name)) {
                throw new MalformedPolicyException(
                        "%s has %s, which is no condition operator".formatted(at, name));
            }
            for (Map.Entry<?, ?> key : entries(at + "." + name, operator.getValue())) {
                String text = String.valueOf(key.getKey());
                conditions.add(
                        new Condition(
                                name, text, texts(at + "." + text, key.getValue()), variables));
            }
        }
        return List.copyOf(conditions);
    }

    private static Set<? extends Map.Entry<?, ?>> entries(String at, @Nullable Object json) {
        if (json == null) {
            return Set.of();
        }
        if (!(json instanceof Map<?, ?> object)) {
            throw new MalformedPolicyException(at + " must be an object");
        }
        return object.entrySet();
    }

    private static List<String> texts(String at, @Nullable Object json) {
        List<?> each = json instanceof List<?> several ? several : singleton(json);
        if (!each.stream().allMatch(PolicyStatement::isScalar)) {
            throw new MalformedPolicyException(at + " must be a string or a list of strings");
        }
        return each.stream().map(String::valueOf).toList();
    }

    private static List<?> singleton(@Nullable Object json) {
        return json == null ? List.of() : List.of(json);
    }

    private static boolean isScalar(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    /// Whether it is about this request.
    Match covers(AccessRequest request) {
        Match action = actions.either(coversAction(request));
        return action == Match.NO
                ? Match.NO
                : action.and(coversResource(request)).and(met(request));
    }

    private Match coversAction(AccessRequest request) {
        return Match.of(
                actions.patterns().stream()
                        .anyMatch(each -> new Glob(each).matchesIgnoringCase(request.action())));
    }

    private Match coversResource(AccessRequest request) {
        return resources.either(
                Match.anyOf(
                        resources.patterns().stream().map(each -> covers(each, request)).toList()));
    }

    private Match covers(String text, AccessRequest request) {
        Glob pattern = new Glob(variables ? PolicyVariables.replaced(text, request) : text);
        if (!request.hasManyResources()) {
            return Match.of(pattern.matches(PolicyVariables.literal(request.resource())));
        }
        if (!pattern.overlaps(new Glob(request.resource()))) {
            return Match.NO;
        }
        boolean isKnown = !variables || !PolicyVariables.areUnknown(text, request);
        return isKnown && coversAll(pattern, request.resource()) ? Match.FULLY : Match.PARTLY;
    }

    /// Whether a pattern covers each text that another one covers. A question mark is never taken
    /// to cover a star.
    private static boolean coversAll(Glob pattern, String resource) {
        return !pattern.pattern().contains("?") && pattern.matches(resource);
    }

    private Match met(AccessRequest request) {
        return conditions.stream().map(each -> each.holds(request)).reduce(Match.FULLY, Match::and);
    }

    /// The keys of its conditions, such as `aws:SourceIp`; empty: it has none.
    List<String> conditionKeys() {
        return conditions.stream().map(Condition::key).distinct().toList();
    }
}
