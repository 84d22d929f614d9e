package dev.profileguard.tag.rule;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What one call did to a role or profile, as far as tags go.
public sealed interface TagEdit {
    /// The keys that it was about; empty: none in particular.
    default Set<String> keys() {
        return Set.of();
    }

    /// Those of the keys that do not look as they did right after the call: something came later,
    /// or they were read too early.
    default List<String> unseen(TaggedType type, Tags found, List<String> keysThatMatter) {
        return List.of();
    }

    /// How a person would say it, such as `created it`.
    String described();

    /// The role or profile was made.
    record Created() implements TagEdit {
        @Override
        public String described() {
            return "created it";
        }
    }

    /// A role was put into the profile.
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
        public List<String> unseen(TaggedType type, Tags found, List<String> keysThatMatter) {
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
        public List<String> unseen(TaggedType type, Tags found, List<String> keysThatMatter) {
            return keysThatMatter.stream().filter(key -> isThere(type, found, key)).toList();
        }

        @Override
        public String described() {
            return "removed the tags " + keys.stream().sorted().toList();
        }

        /// Off a role goes every spelling of the key.
        private static boolean isThere(TaggedType type, Tags found, String key) {
            return switch (type) {
                case ROLE -> !TagKeys.spellings(found, key).isEmpty();
                case INSTANCE_PROFILE -> found.get(key) != null;
            };
        }
    }

    /// Tags of the role in the profile changed.
    ///
    /// @param cause what happened to the role, for people
    record RoleChanged(String cause) implements TagEdit {
        @Override
        public String described() {
            return cause;
        }
    }

    /// Nobody did anything: a person asked for a check.
    record Asked() implements TagEdit {
        @Override
        public String described() {
            return "asked for a check";
        }
    }
}
