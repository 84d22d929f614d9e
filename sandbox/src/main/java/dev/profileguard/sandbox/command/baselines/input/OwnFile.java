package dev.profileguard.sandbox.command.baselines.input;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.text.VisibleText;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `guard baselines export` prints. docs/baselines.schema.json describes it. The function
/// checks the entries.
///
/// @param path for errors
record OwnFile(Path path) {
    private static final Set<String> FIELDS = Set.of("$schema", "format", "account", "baselines");
    private static final TypeReference<Map<String, Object>> ENTRY = new TypeReference<>() {};
    private static final ObjectMapper JSON = new ObjectMapper();

    BaselineFile read(JsonNode json) {
        requireFormat(json.path("format"));
        for (Iterator<String> fields = json.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!FIELDS.contains(field)) {
                throw wrong("has the field '%s', which no export has", field);
            }
        }
        if (!json.path("baselines").isArray()) {
            throw wrong("must have a list as baselines, not '%s'", json.path("baselines"));
        }
        BaselineFile.Builder all = new BaselineFile.Builder();
        int number = 0;
        for (JsonNode entry : json.path("baselines")) {
            if (entry.isObject()) {
                all.entry(JSON.convertValue(entry, ENTRY));
            } else {
                all.problem("baselines[%d]".formatted(number), "it is no object: " + entry);
            }
            number++;
        }
        return all.file(account(json.path("account")));
    }

    private void requireFormat(JsonNode format) {
        if (format.isMissingNode()) {
            throw wrong("has no format: this version reads %s", BaselineFile.FORMAT);
        }
        if (!format.asText().equals(BaselineFile.FORMAT)) {
            throw wrong(
                    "has the format '%s', and this version reads " + BaselineFile.FORMAT,
                    format.asText());
        }
    }

    private @Nullable String account(JsonNode account) {
        if (account.isMissingNode() || account.isNull()) {
            return null;
        }
        if (!account.isTextual() || !account.asText().matches("\\d{12}")) {
            throw wrong("must have twelve digits in quotes as account, not %s", account);
        }
        return account.asText();
    }

    private StackException wrong(String what, Object found) {
        return new StackException(
                "%s %s".formatted(path, what.formatted(VisibleText.excerpt(found))));
    }
}
