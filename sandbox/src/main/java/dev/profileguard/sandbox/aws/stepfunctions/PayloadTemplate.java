package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A template for data, as in `Parameters` and `ResultSelector`: constant values, and under keys
/// that end in `.$` the result of a path or of `States.MathAdd`.
/// https://states-language.net/#payload-template
sealed interface PayloadTemplate {
    /// Applies the template to data.
    ///
    /// @throws StateError when there is nothing at a path
    JsonNode of(JsonNode data);

    /// A constant.
    record Constant(JsonNode value) implements PayloadTemplate {
        @Override
        public JsonNode of(JsonNode data) {
            return value.deepCopy();
        }
    }

    /// An object whose values are templates.
    record Members(Map<String, PayloadTemplate> byKey) implements PayloadTemplate {
        @Override
        public JsonNode of(JsonNode data) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            byKey.forEach((key, member) -> object.set(key, member.of(data)));
            return object;
        }
    }

    /// The data at a path.
    record Part(ReferencePath path) implements PayloadTemplate {
        @Override
        public JsonNode of(JsonNode data) {
            return path.in(data, "States.ParameterPathFailure").deepCopy();
        }
    }

    /// `States.MathAdd(PATH, NUMBER)`.
    record Sum(ReferencePath path, long added) implements PayloadTemplate {
        @Override
        public JsonNode of(JsonNode data) {
            JsonNode number = path.in(data, "States.IntrinsicFailure");
            if (!number.isNumber()) {
                throw new StateError(
                        "States.IntrinsicFailure",
                        "%s is no number for States.MathAdd: %s".formatted(path, number));
            }
            return JsonNodeFactory.instance.numberNode(Math.round(number.asDouble()) + added);
        }
    }

    /// `States.MathAdd($.a.b, 1)`.
    Pattern SUM =
            Pattern.compile("States\\.MathAdd\\(\\s*(\\$[^,()]*?)\\s*,\\s*(-?\\d{1,9})\\s*\\)");

    /// Reads a template.
    ///
    /// @param where its location, for messages
    static PayloadTemplate read(JsonNode written, DefinitionPath where) {
        if (!written.isObject()) {
            if (written.isArray() && written.toString().contains(".$\":")) {
                throw where.unsupported("paths in a list");
            }
            return new Constant(written);
        }
        Map<String, PayloadTemplate> members = new LinkedHashMap<>();
        written.properties()
                .forEach(each -> {
                    String key = each.getKey();
                    boolean computed = key.endsWith(".$");
                    members.put(
                            computed ? key.substring(0, key.length() - 2) : key,
                            computed
                                    ? expression(each.getValue().asText(), where.at(key))
                                    : read(each.getValue(), where.at(key)));
                });
        return new Members(members);
    }

    private static PayloadTemplate expression(String text, DefinitionPath where) {
        if (ReferencePath.isOne(text)) {
            return new Part(ReferencePath.of(text));
        }
        Matcher sum = SUM.matcher(text);
        if (sum.matches() && ReferencePath.isOne(sum.group(1))) {
            return new Sum(ReferencePath.of(sum.group(1)), Long.parseLong(sum.group(2)));
        }
        throw where.unsupported("'%s'".formatted(text));
    }
}
