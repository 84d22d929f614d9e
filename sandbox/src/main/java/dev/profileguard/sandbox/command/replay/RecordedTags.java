package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.trail.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Reads tags from records, and repeats recorded calls that set or remove tags.
record RecordedTags(IamClient iam) {
    private static final Pattern ARN =
            Pattern.compile("arn:[^:]*:iam::[^:]*:(role|instance-profile)/(?:.*/)?([^/]+)");

    /// The tags in a call of IAM, which is a list of keys and values.
    static List<Tag> list(RawRecord record) {
        List<Tag> tags = new ArrayList<>();
        for (JsonNode tag : record.parameters("tags")) {
            tags.add(tag(tag.path("key").asText(), tag.path("value").asText()));
        }
        return tags;
    }

    /// Repeats a call of the Resource Groups Tagging API for each role and profile in it.
    void byArn(RawRecord record) {
        for (JsonNode arn : record.parameters("resourceARNList")) {
            Matcher resource = ARN.matcher(arn.asText());
            if (resource.matches() && !record.failedFor(arn.asText())) {
                boolean role = resource.group(1).equals("role");
                change(record, role, resource.group(2));
            }
        }
    }

    /// Repeats TagRole or UntagRole.
    void role(RawRecord record) {
        change(record, true, record.parameter("roleName"));
    }

    /// Repeats TagInstanceProfile or UntagInstanceProfile.
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
            iam.tagRole(r -> r.roleName(name).tags(listOrMap(record)));
        } else {
            iam.tagInstanceProfile(r -> r.instanceProfileName(name).tags(listOrMap(record)));
        }
    }

    /// The tags in a call. The Resource Groups Tagging API has a map of values by key.
    private static List<Tag> listOrMap(RawRecord record) {
        JsonNode recorded = record.parameters("tags");
        if (!recorded.isObject()) {
            return list(record);
        }
        List<Tag> tags = new ArrayList<>();
        recorded.properties().forEach(tag -> tags.add(tag(tag.getKey(), tag.getValue().asText())));
        return tags;
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
