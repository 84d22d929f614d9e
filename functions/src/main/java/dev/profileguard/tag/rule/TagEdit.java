package dev.profileguard.tag.rule;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What one call changed on a role or profile that matters for tags.
public sealed interface TagEdit {
    /// The changed keys; empty: no specific ones.
    default Set<String> keys() {
        return Set.of();
    }

    /// The keys whose tags differ from the state after the call: there was a later change, or IAM
    /// does not show this one yet.
    default List<String> notShown(TaggedType type, Tags found, List<String> keysThatMatter) {
        return List.of();
    }

    /// The edit in words, such as `created it`.
    String described();

    /// The role or profile was created.
    ///
    /// @param tags those that it was created with
    record Created(Tags tags) implements TagEdit {
        @Override
        public String described() {
            return "created it";
        }
    }

    /// A role was added to the profile.
    record RoleAdded(RoleName role) implements TagEdit {
        @Override
        public String described() {
            return "added role " + role;
        }
    }

    /// Tags were set.
    record Tagged(Tags tags) implements TagEdit {
        @Override
        public Set<String> keys() {
            return tags.values().keySet();
        }

        @Override
        public List<String> notShown(TaggedType type, Tags found, List<String> keysThatMatter) {
            return keysThatMatter.stream()
                    .filter(key -> !Objects.equals(tags.get(key), found.get(key)))
                    .toList();
        }

        @Override
        public String described() {
            return "set the tags " + tags.values();
        }
    }

    /// Tags were removed.
    record Untagged(Set<String> keys) implements TagEdit {
        /// Takes a copy.
        public Untagged {
            keys = Set.copyOf(keys);
        }

        @Override
        public List<String> notShown(TaggedType type, Tags found, List<String> keysThatMatter) {
            return keysThatMatter.stream().filter(key -> isThere(type, found, key)).toList();
        }

        @Override
        public String described() {
            return "removed the tags " + keys.stream().sorted().toList();
        }

        /// UntagRole ignores case: it removes every spelling of the key.
        private static boolean isThere(TaggedType type, Tags found, String key) {
            return switch (type) {
                case ROLE -> !TagKeys.spellings(found, key).isEmpty();
                case INSTANCE_PROFILE -> found.get(key) != null;
            };
        }
    }

    /// Tags of the role in the profile changed.
    ///
    /// @param cause what changed on the role, for people
    /// @param roleKeys the keys that changed on the role
    record RoleChanged(String cause, Set<String> roleKeys) implements TagEdit {
        /// Takes a copy.
        public RoleChanged {
            roleKeys = Set.copyOf(roleKeys);
        }

        @Override
        public String described() {
            return cause;
        }
    }

    /// The tags are as they are, and no call is known that led to it.
    ///
    /// @param occasion when it was seen, such as `by a sweep at 2026-01-15T09:30:00Z`
    record Found(String occasion) implements TagEdit {
        @Override
        public String described() {
            return "found " + occasion;
        }
    }

    /// No change: a person requested a check.
    record Asked() implements TagEdit {
        @Override
        public String described() {
            return "asked for a check";
        }
    }
}
