package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeSet;

/// A location in a state machine's definition, for messages.
///
/// @param machine its logical ID
/// @param path such as `States.Round.Retry[1]`; empty: the definition itself
record DefinitionPath(String machine, String path) {
    DefinitionPath at(String key) {
        return new DefinitionPath(machine, path.isEmpty() ? key : path + "." + key);
    }

    DefinitionPath at(String key, int index) {
        return at("%s[%d]".formatted(key, index));
    }

    /// The error for a feature of Step Functions that the sandbox does not have.
    TemplateException unsupported(String what) {
        return new TemplateException(
                "The definition of %s has %s in %s, which the sandbox does not execute"
                        .formatted(machine, what, path));
    }

    TemplateException invalid(String expected, JsonNode found) {
        return new TemplateException(
                "In the definition of %s, %s must be %s, not %s"
                        .formatted(
                                machine,
                                path,
                                expected,
                                found.isMissingNode() ? "missing" : found));
    }

    /// Refuses unknown fields.
    void requireOnly(JsonNode object, Collection<String> known) {
        if (!object.isObject()) {
            throw invalid("an object", object);
        }
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        throw new TemplateException(
                                "The definition of %s has %s, which the sandbox does not execute. It has there: %s"
                                        .formatted(
                                                machine,
                                                at(name).path,
                                                String.join(", ", new TreeSet<>(known))));
                    }
                });
    }

    String text(JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (!value.isTextual()) {
            throw at(key).invalid("a text", value);
        }
        return value.asText();
    }

    /// A path; the root if the field is absent.
    ReferencePath path(JsonNode object, String key) {
        if (!object.has(key)) {
            return ReferencePath.ROOT;
        }
        JsonNode value = object.path(key);
        if (!value.isTextual() || !ReferencePath.isOne(value.asText())) {
            throw at(key).invalid("a path such as $.a.b: the sandbox has no other", value);
        }
        return ReferencePath.of(value.asText());
    }

    BigDecimal number(JsonNode object, String key, String absent) {
        JsonNode value = object.path(key);
        if (!value.isMissingNode() && (!value.isNumber() || value.decimalValue().signum() < 0)) {
            throw at(key).invalid("a number that is not negative", value);
        }
        return value.isMissingNode() ? new BigDecimal(absent) : value.decimalValue();
    }

    Duration seconds(JsonNode object, String key, String absent) {
        return Duration.ofSeconds(number(object, key, absent).longValue());
    }
}
