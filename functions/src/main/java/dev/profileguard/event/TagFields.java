package dev.profileguard.event;

import dev.profileguard.iam.Tags;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Reads the tags in the parameters of a call: a list in calls of IAM, a map in calls of the
/// tagging API.
public final class TagFields {
    private TagFields() {}

    /// The tags in a list of objects with `key` and `value`. A missing value is empty. A key may
    /// consist of blanks.
    ///
    /// @throws UnreadableEventException if the field is missing, or if an entry has another format
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

    /// The tags in a map from keys to values. A missing value is empty.
    ///
    /// @throws UnreadableEventException if the field is missing or has another format
    public static Tags map(JsonFields request) {
        JsonFields fields = request.object("tags");
        Map<String, String> tags = new LinkedHashMap<>();
        for (Object key : fields.values().keySet()) {
            String value = fields.optionalText(key.toString());
            tags.put(key.toString(), value == null ? "" : value);
        }
        return new Tags(tags);
    }

    /// The keys in the list `tagKeys`.
    ///
    /// @throws UnreadableEventException if it is missing or not a list of strings
    public static Set<String> keys(JsonFields request) {
        return new LinkedHashSet<>(EventNames.strings(request, "tagKeys"));
    }
}
