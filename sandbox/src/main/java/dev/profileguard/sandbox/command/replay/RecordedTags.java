package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Tags as records have them, and what recorded calls do with them.
record RecordedTags(IamClient iam) {
    private static final Pattern ARN =
            Pattern.compile("arn:[^:]*:iam::[^:]*:(role|instance-profile)/(?:.*/)?([^/]+)");

    /// The tags that a call of IAM sets.
    static List<Tag> list(RawRecord record) {
        List<Tag> tags = new ArrayList<>();
        for (JsonNode tag : record.parameters("tags")) {
            tags.add(tag(tag.path("key").asText(), tag.path("value").asText()));
        }
        return tags;
    }

    /// Does what the tagging API did to roles and profiles, one after the other.
    void byArn(RawRecord record) {
        for (JsonNode arn : record.parameters("resourceARNList")) {
            Matcher resource = ARN.matcher(arn.asText());
            if (resource.matches()) {
                boolean role = resource.group(1).equals("role");
                change(record, role, resource.group(2));
            }
        }
    }

    void role(RawRecord record) {
        change(record, true, record.parameter("roleName"));
    }

    void profile(RawRecord record) {
        change(record, false, record.parameter("instanceProfileName"));
    }

    private void change(RawRecord record, boolean role, String name) {
        if (record.text("eventName").startsWith("Untag")) {
            List<String> keys = new ArrayList<>();
            record.parameters("tagKeys").forEach(key -> keys.add(key.asText()));
            if (role) {
                iam.untagRole(r -> r.roleName(name).tagKeys(keys));
            } else {
                iam.untagInstanceProfile(r -> r.instanceProfileName(name).tagKeys(keys));
            }
        } else if (role) {
            iam.tagRole(r -> r.roleName(name).tags(set(record)));
        } else {
            iam.tagInstanceProfile(r -> r.instanceProfileName(name).tags(set(record)));
        }
    }

    private static List<Tag> set(RawRecord record) {
        List<Tag> tags = new ArrayList<>();
        if (record.parameters("tags").isObject()) {
            record.parameters("tags")
                    .properties()
                    .forEach(tag -> tags.add(tag(tag.getKey(), tag.getValue().asText())));
            return tags;
        }
        return list(record);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
