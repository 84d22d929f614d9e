package dev.profileguard.sandbox.aws.iam.operation;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.model.Tag;

/// How the keys of [tags](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html) are
/// compared: case-insensitively for roles and users, case-sensitively for instance profiles and
/// policies.
enum TagKeys {
    ANY_CASE("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
    EXACT_CASE("Duplicate tag keys found.");

    private static final int PER_RESOURCE = 50;

    private final String duplicates;

    TagKeys(String duplicates) {
        this.duplicates = duplicates;
    }

    /// The tags of a new resource, in the order in which IAM returns them.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.InvalidInputException if a key occurs
    ///   twice or is reserved
    List<Tag> first(List<Tag> sent) {
        return added(List.of(), sent);
    }

    /// The old tags merged with the sent ones. For an existing key, the sent value and the sent
    /// spelling replace the old ones.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.InvalidInputException if a key occurs
    ///   twice or is reserved
    /// @throws software.amazon.awssdk.services.iam.model.LimitExceededException if they are too
    ///   many
    List<Tag> added(List<Tag> old, List<Tag> sent) {
        check(sent);
        Map<String, Tag> byKey = new TreeMap<>();
        old.forEach(tag -> byKey.put(normalized(tag.key()), tag));
        sent.forEach(tag -> byKey.put(normalized(tag.key()), tag));
        if (byKey.size() > PER_RESOURCE) {
            throw IamErrors.limitExceeded("The number of tags has reached the maximum limit.");
        }
        return byKey.values().stream().sorted(Comparator.comparing(Tag::key)).toList();
    }

    /// The tags without these keys. A key that no tag has is ignored.
    List<Tag> removed(List<Tag> old, List<String> keys) {
        Set<String> gone = keys.stream().map(this::normalized).collect(Collectors.toSet());
        return old.stream().filter(tag -> !gone.contains(normalized(tag.key()))).toList();
    }

    /// Orders the tags of a policy as IAM lists them: the shortest keys first, keys of the same
    /// length by the alphabet.
    static String lengthOrder(Tag tag) {
        return "%03d%s".formatted(tag.key().length(), tag.key());
    }

    /// The tags of a policy in IAM's order.
    static List<Tag> byLength(List<Tag> tags) {
        return tags.stream().sorted(Comparator.comparing(TagKeys::lengthOrder)).toList();
    }

    private void check(List<Tag> sent) {
        Set<String> seen = new HashSet<>();
        for (Tag tag : sent) {
            if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw IamErrors.invalidInput(
                        "aws: prefixed tag key names are not allowed for external use.");
            }
            if (!seen.add(normalized(tag.key()))) {
                throw IamErrors.invalidInput(duplicates);
            }
        }
    }

    private String normalized(String key) {
        return this == ANY_CASE ? key.toLowerCase(Locale.ROOT) : key;
    }
}
