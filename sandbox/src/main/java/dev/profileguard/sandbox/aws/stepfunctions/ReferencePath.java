package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/// A path in a state's data: `$`, or keys such as `$.last.answer`.
/// https://states-language.net/#ref-paths
record ReferencePath(List<String> keys) {
    /// The whole data.
    static final ReferencePath ROOT = new ReferencePath(List.of());

    private static final String PLAIN = "\\$(\\.[A-Za-z_][A-Za-z0-9_-]*)*";

    static boolean isOne(String text) {
        return text.matches(PLAIN);
    }

    /// @param text for which [#isOne(String)] holds
    static ReferencePath of(String text) {
        return text.equals("$")
                ? ROOT
                : new ReferencePath(Arrays.asList(text.substring(2).split("\\.", -1)));
    }

    /// The data at the path.
    ///
    /// @throws StateError with this name when there is none
    JsonNode in(JsonNode data, String errorName) {
        JsonNode here = data;
        for (String key : keys) {
            here = here.path(key);
        }
        if (here.isMissingNode()) {
            throw new StateError(errorName, "There is no %s in %s".formatted(this, data));
        }
        return here;
    }

    /// The data with this value at the path.
    ///
    /// @throws StateError when the parent is no object
    JsonNode put(JsonNode data, JsonNode value) {
        if (keys.isEmpty()) {
            return value;
        }
        JsonNode copy = data.deepCopy();
        JsonNode here = copy;
        for (String key : keys.subList(0, keys.size() - 1)) {
            ObjectNode parent = object(here);
            here = parent.has(key) ? parent.get(key) : parent.putObject(key);
        }
        object(here).set(keys.getLast(), value);
        return copy;
    }

    private ObjectNode object(JsonNode here) {
        if (here instanceof ObjectNode object) {
            return object;
        }
        throw new StateError(
                "States.ResultPathMatchFailure", "%s would stand in %s".formatted(this, here));
    }

    @Override
    public String toString() {
        return keys.isEmpty() ? "$" : "$." + String.join(".", keys);
    }

    /// No data.
    static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
