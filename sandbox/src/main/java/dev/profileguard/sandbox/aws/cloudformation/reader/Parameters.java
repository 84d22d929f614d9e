package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import dev.profileguard.text.VisibleText;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of a template's parameters: the given value, or else the default.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
final class Parameters {
    private final Map<String, Object> declared;
    private final Map<String, String> values = new LinkedHashMap<>();

    private Parameters(Map<String, Object> declared) {
        this.declared = declared;
    }

    /// @throws TemplateException naming the parameter that is unknown, missing or out of bounds
    static Parameters of(Map<String, Object> template, Map<String, String> given) {
        Parameters parameters = new Parameters(TemplateNode.map(template, "Parameters"));
        for (String name : given.keySet()) {
            if (!parameters.declared.containsKey(name)) {
                throw new TemplateException(
                        "The template has no parameter %s. It has: %s"
                                .formatted(
                                        VisibleText.excerpt(name),
                                        String.join(", ", parameters.declared.keySet())));
            }
        }
        parameters.declared.keySet().forEach(name -> parameters.set(name, given.get(name)));
        return parameters;
    }

    /// The values by name.
    Map<String, String> values() {
        return values;
    }

    /// The value of `!Ref` of a parameter: a list for list types; null: there is no such parameter.
    @Nullable Object reference(String name) {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        String type = TemplateNode.text(TemplateNode.map(declared, name), "Type", "String");
        boolean list = type.equals("CommaDelimitedList") || type.startsWith("List<");
        return list ? Arrays.stream(value.split(",", -1)).map(String::strip).toList() : value;
    }

    private void set(String name, @Nullable String given) {
        Map<String, Object> declaration = TemplateNode.map(declared, name);
        String value = given == null ? TemplateNode.text(declaration, "Default") : given;
        if (value == null) {
            throw new TemplateException(
                    "The parameter %s has no default: give it a value".formatted(name));
        }
        check(name, value, declaration);
        values.put(name, value);
    }

    private static void check(String name, String value, Map<String, Object> declaration) {
        List<String> allowed = TemplateNode.texts(declaration.get("AllowedValues"));
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            throw invalid(name, value, "one of " + String.join(", ", allowed));
        }
        String pattern = TemplateNode.text(declaration, "AllowedPattern");
        if (pattern != null && !Pattern.matches(pattern, value)) {
            String constraint = TemplateNode.text(declaration, "ConstraintDescription");
            throw constraint == null
                    ? invalid(name, value, "something that matches " + pattern)
                    : failed(name, value, constraint);
        }
        if (TemplateNode.text(declaration, "Type", "String").equals("Number")) {
            checkNumber(name, value, declaration);
        }
        int length = value.length();
        int least = TemplateNode.number(declaration, "MinLength", 0);
        int most = TemplateNode.number(declaration, "MaxLength", Integer.MAX_VALUE);
        if (length < least || length > most) {
            throw invalid(name, value, "%d to %d characters long".formatted(least, most));
        }
    }

    private static void checkNumber(String name, String value, Map<String, Object> declaration) {
        String least = TemplateNode.text(declaration, "MinValue");
        String most = TemplateNode.text(declaration, "MaxValue");
        String expected = "a number" + range(least, most);
        try {
            BigDecimal number = new BigDecimal(value);
            if ((least != null && number.compareTo(new BigDecimal(least)) < 0)
                    || (most != null && number.compareTo(new BigDecimal(most)) > 0)) {
                throw invalid(name, value, expected);
            }
        } catch (NumberFormatException e) {
            throw invalid(name, value, expected);
        }
    }

    private static String range(@Nullable String least, @Nullable String most) {
        return (least == null ? "" : " from " + least) + (most == null ? "" : " to " + most);
    }

    /// As CloudFormation says it. See
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    private static TemplateException failed(String name, String value, String constraint) {
        return new TemplateException(
                "Parameter %s failed to satisfy constraint: %s (it is '%s')"
                        .formatted(name, constraint, VisibleText.excerpt(value)));
    }

    private static TemplateException invalid(String name, String value, String expected) {
        return new TemplateException(
                "The parameter %s must be %s, not '%s'"
                        .formatted(name, expected, VisibleText.excerpt(value)));
    }
}
