package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Replaces a template's intrinsic functions by their values.
final class Intrinsics {
    /// The value of `AWS::NoValue`: the property is omitted.
    private static final Object NO_VALUE = new Object();

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]*)}");

    private final Stack stack;
    private final Parameters parameters;
    private final Resources resources;
    private final Map<String, Object> conditions;
    private final Map<String, Object> mappings;

    private Intrinsics(
            Stack stack,
            Parameters parameters,
            Resources resources,
            Map<String, Object> conditions,
            Map<String, Object> mappings) {
        this.stack = stack;
        this.parameters = parameters;
        this.resources = resources;
        this.conditions = conditions;
        this.mappings = mappings;
    }

    /// The intrinsic functions of a template.
    static Intrinsics of(Map<String, Object> template, Parameters parameters, Resources resources) {
        return new Intrinsics(
                resources.stack(),
                parameters,
                resources,
                TemplateNode.map(template, "Conditions"),
                TemplateNode.map(template, "Mappings"));
    }

    /// The stack that the template is deployed as.
    Stack stack() {
        return stack;
    }

    /// Whether a resource is deployed: it has no condition, or its condition is true.
    boolean deploys(Map<String, Object> resource) {
        String condition = TemplateNode.text(resource, "Condition");
        return condition == null || condition(condition);
    }

    /// Checks the rules of a template, as CloudFormation does before it deploys anything. See
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
    ///
    /// @throws TemplateException with the description of an assertion that does not hold
    void checkRules(Map<String, Object> template) {
        for (Object each : TemplateNode.map(template, "Rules").values()) {
            Map<String, Object> rule = TemplateNode.map(each);
            Object condition = rule.get("RuleCondition");
            if (condition == null || truth(condition)) {
                TemplateNode.list(rule.get("Assertions")).forEach(this::checkAssertion);
            }
        }
    }

    private void checkAssertion(Object assertion) {
        Map<String, Object> fields = TemplateNode.map(assertion);
        if (!truth(Objects.requireNonNull(fields.get("Assert")))) {
            throw new TemplateException(
                    TemplateNode.text(fields, "AssertDescription", "A rule of the template fails"));
        }
    }

    /// The tree with all values resolved.
    Map<String, Object> resolveMap(Map<String, Object> tree) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        tree.forEach((key, value) -> {
            Object result = resolve(value);
            if (!result.equals(NO_VALUE)) {
                resolved.put(key, result);
            }
        });
        return resolved;
    }

    /// The deployed name of a resource.
    String name(String id) {
        Object given = resources.givenName(id);
        String name = given == null ? "" : text(given);
        return name.isEmpty() ? resources.generatedName(id) : name;
    }

    /// The path of an IAM resource, without its first slash; empty: it has none.
    private String path(String id) {
        Object given = resources.givenPath(id);
        return given == null ? "" : text(given).substring(1);
    }

    /// The document of one of the template's managed policies; empty: the template has no such
    /// policy.
    ///
    /// @param arn the value of `!Ref` of the policy
    Map<String, Object> managedPolicy(String arn) {
        for (Map.Entry<String, Map<String, Object>> each :
                resources.ofType("AWS::IAM::ManagedPolicy").entrySet()) {
            if (arn.equals(resources.reference(each.getKey(), name(each.getKey())))) {
                return resolveMap(
                        TemplateNode.map(each.getValue(), "Properties", "PolicyDocument"));
            }
        }
        return Map.of();
    }

    /// The documents of the template's inline policies of a role.
    ///
    /// @param role the value of `!Ref` of the role
    List<Map<String, Object>> inlinePolicies(String role) {
        return resources.ofType("AWS::IAM::Policy").values().stream()
                .map(resource -> resolveMap(TemplateNode.map(resource, "Properties")))
                .filter(policy -> TemplateNode.texts(policy.get("Roles")).contains(role))
                .map(policy -> TemplateNode.map(policy, "PolicyDocument"))
                .toList();
    }

    /// The properties of one of the template's roles; empty: the template has no such role.
    ///
    /// @param arn its ARN
    Map<String, Object> role(String arn) {
        return resources.ofType("AWS::IAM::Role").entrySet().stream()
                .filter(each -> arn.equals(attribute(List.of(each.getKey(), "Arn"))))
                .map(each -> resolveMap(TemplateNode.map(each.getValue(), "Properties")))
                .findFirst()
                .orElse(Map.of());
    }

    private Object resolve(Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(member -> member == null ? NO_VALUE : resolve(member))
                    .filter(member -> !member.equals(NO_VALUE))
                    .toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> tree = TemplateNode.map(map);
        if (tree.size() == 1) {
            Map.Entry<String, Object> only = tree.entrySet().iterator().next();
            if (isFunction(only.getKey(), only.getValue())) {
                return apply(only.getKey(), only.getValue());
            }
        }
        return resolveMap(tree);
    }

    private static boolean isFunction(String key, Object argument) {
        return key.startsWith("Fn::")
                || (argument instanceof String && (key.equals("Ref") || key.equals("Condition")));
    }

    private Object apply(String function, Object argument) {
        return switch (function) {
            case "Ref" -> reference(argument.toString());
            case "Condition" -> condition(argument.toString());
            case "Fn::Sub" -> substitute(argument);
            case "Fn::GetAtt" -> attribute(TemplateNode.texts(argument));
            case "Fn::If" -> choose(TemplateNode.list(argument));
            case "Fn::Join" -> join(TemplateNode.list(argument));
            case "Fn::Split" -> split(TemplateNode.list(argument));
            case "Fn::Select" -> select(TemplateNode.list(argument));
            case "Fn::FindInMap" -> find(TemplateNode.list(argument));
            case "Fn::Equals" -> allSame(TemplateNode.list(argument));
            case "Fn::Not" -> !truth(TemplateNode.list(argument).getFirst());
            case "Fn::And" -> TemplateNode.list(argument).stream().allMatch(this::truth);
            case "Fn::Or" -> TemplateNode.list(argument).stream().anyMatch(this::truth);
            case "Fn::Contains" -> contains(TemplateNode.list(argument));
            default ->
                    throw new TemplateException(
                            "The sandbox does not have the intrinsic function " + function);
        };
    }

    private Object reference(String name) {
        Object value = pseudo(name);
        if (value == null) {
            value = parameters.reference(name);
        }
        if (value == null) {
            value = resources.reference(name, name(name));
        }
        if (value == null) {
            throw new TemplateException(
                    "The template refers to %s, which is not in it".formatted(name));
        }
        return value;
    }

    private @Nullable Object pseudo(String name) {
        return switch (name) {
            case "AWS::AccountId" -> stack.account();
            case "AWS::Region" -> Stack.REGION;
            case "AWS::Partition" -> Stack.PARTITION;
            case "AWS::StackName" -> Stack.NAME;
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::NoValue" -> NO_VALUE;
            default -> null;
        };
    }

    private String attribute(List<String> path) {
        String id = path.getFirst();
        String attribute = path.getLast();
        String name = attribute.equals("Arn") ? path(id) + name(id) : name(id);
        String value = resources.attribute(id, name, attribute);
        if (value == null) {
            throw new TemplateException(
                    "The template uses the attribute %s of %s, which the sandbox does not have"
                            .formatted(attribute, id));
        }
        return value;
    }

    private String substitute(Object argument) {
        List<Object> parts = TemplateNode.list(argument);
        Map<String, Object> own = parts.size() > 1 ? TemplateNode.map(parts.get(1)) : Map.of();
        return PLACEHOLDER
                .matcher(parts.getFirst().toString())
                .replaceAll(match ->
                        Matcher.quoteReplacement(placeholder(match.group(1), match.group(2), own)));
    }

    private String placeholder(String literal, String name, Map<String, Object> own) {
        if (!literal.isEmpty()) {
            return "${" + name + "}";
        }
        Object given = own.get(name.strip());
        if (given != null) {
            return text(given);
        }
        String[] path = name.strip().split("\\.", 2);
        return path.length == 2 ? attribute(Arrays.asList(path)) : text(reference(path[0]));
    }

    private Object choose(List<Object> arguments) {
        boolean holds = condition(arguments.get(0).toString());
        return resolve(arguments.get(holds ? 1 : 2));
    }

    private boolean condition(String name) {
        Object condition = conditions.get(name);
        if (condition == null) {
            throw new TemplateException("The template has no condition " + name);
        }
        return truth(condition);
    }

    private boolean truth(Object value) {
        return Boolean.parseBoolean(resolve(value).toString());
    }

    private boolean allSame(List<Object> values) {
        return text(values.get(0)).equals(text(values.get(1)));
    }

    private boolean contains(List<Object> arguments) {
        return TemplateNode.texts(resolve(arguments.get(0))).contains(text(arguments.get(1)));
    }

    private String join(List<Object> arguments) {
        return TemplateNode.list(resolve(arguments.get(1))).stream()
                .map(Object::toString)
                .collect(Collectors.joining(arguments.get(0).toString()));
    }

    private List<String> split(List<Object> arguments) {
        String delimiter = Pattern.quote(arguments.get(0).toString());
        return new ArrayList<>(Arrays.asList(text(arguments.get(1)).split(delimiter, -1)));
    }

    private Object select(List<Object> arguments) {
        int index = Integer.parseInt(text(arguments.get(0)));
        return TemplateNode.list(resolve(arguments.get(1))).get(index);
    }

    private Object find(List<Object> path) {
        Object found = mappings;
        for (Object key : path) {
            found = TemplateNode.map(found).get(text(key));
        }
        if (found == null) {
            throw new TemplateException(
                    "The template has no mapping for "
                            + path.stream().map(this::text).collect(Collectors.joining(", ")));
        }
        return found;
    }

    private String text(Object value) {
        Object resolved = resolve(value);
        return resolved.equals(NO_VALUE) ? "" : resolved.toString();
    }
}
