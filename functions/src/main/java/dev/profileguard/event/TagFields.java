package dev.profileguard.event;

import dev.profileguard.iam.Tags;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Reads the tags in a call's parameters: a list in IAM's own calls, a map in those of the tagging
/// API.
public final class TagFields {
    private TagFields() {}

    /// IAM allows a key of blanks alone.
    public static Tags list(JsonFields request) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Object entry : request.list("tags")) {
            if (!(entry instanceof Map<?, ?> tag)) {
                throw new UnreadableEventException(
                        request.at("tags") + " must be a list of objects with key and value");
            }
            JsonFields fields = new JsonFields(request.at("tags"), tag);
            String key = fields.optionalText("key");
            if (key == null || key.isEmpty()) {
                throw new UnreadableEventException(fields.at("key") + " is missing");
            }
            String value = fields.optionalText("value");
            tags.put(key, value == null ? "" : value);
        }
        return new Tags(tags);
    }

    public static Tags map(JsonFields request) {
        JsonFields fields = request.object("tags");
        Map<String, String> tags = new LinkedHashMap<>();
        for (Object key : fields.values().keySet()) {
            String value = fields.optionalText(key.toString());
            tags.put(key.toString(), value == null ? "" : value);
        }
        return new Tags(tags);
    }

    public static Set<String> keys(JsonFields request) {
        return new LinkedHashSet<>(EventNames.texts(request, "tagKeys"));
    }
}
