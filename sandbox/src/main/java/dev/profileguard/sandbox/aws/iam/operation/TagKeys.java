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

/// How the [tags](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html) of a kind of
/// resource are told apart: the keys of roles and users are the same in any case, those of instance
/// profiles and policies are not.
enum TagKeys {
    ANY_CASE("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
    EXACT_CASE("Duplicate tag keys found.");

    private static final int PER_RESOURCE = 50;

    private final String duplicates;

    TagKeys(String duplicates) {
        this.duplicates = duplicates;
    }

    /// The tags, in the order in which IAM gives them.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.InvalidInputException if a key comes twice
    ///   or is reserved
    List<Tag> first(List<Tag> sent) {
        return added(List.of(), sent);
    }

    /// The old tags with those that were sent: a value that was sent wins, and so does its key's
    /// case.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.InvalidInputException if a key comes twice
    ///   or is reserved
    /// @throws software.amazon.awssdk.services.iam.model.LimitExceededException if they are too
    ///   many
    List<Tag> added(List<Tag> old, List<Tag> sent) {
        check(sent);
        Map<String, Tag> byKey = new TreeMap<>();
        old.forEach(tag -> byKey.put(same(tag.key()), tag));
        sent.forEach(tag -> byKey.put(same(tag.key()), tag));
        if (byKey.size() > PER_RESOURCE) {
            throw IamErrors.limitExceeded("The number of tags has reached the maximum limit.");
        }
        return byKey.values().stream().sorted(Comparator.comparing(Tag::key)).toList();
    }

    /// The tags without these keys; a key that no tag has changes nothing.
    List<Tag> removed(List<Tag> old, List<String> keys) {
        Set<String> gone = keys.stream().map(this::same).collect(Collectors.toSet());
        return old.stream().filter(tag -> !gone.contains(same(tag.key()))).toList();
    }

    private void check(List<Tag> sent) {
        Set<String> seen = new HashSet<>();
        for (Tag tag : sent) {
            if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw IamErrors.invalidInput(
                        "aws: prefixed tag key names are not allowed for external use.");
            }
            if (!seen.add(same(tag.key()))) {
                throw IamErrors.invalidInput(duplicates);
            }
        }
    }

    private String same(String key) {
        return this == ANY_CASE ? key.toLowerCase(Locale.ROOT) : key;
    }
}
