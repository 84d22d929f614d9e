package dev.profileguard.event;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one successful call changed in an instance profile.
public sealed interface Edit {
    /// Whether the profile, as it was read, is in the state right after this call. If not, there
    /// was a later call, or the read was stale.
    ///
    /// @param found the profile as it was read; null if it does not exist
    boolean agreesWith(@Nullable InstanceProfile found);

    /// The edit in words, such as `added role web`.
    String described();

    /// Whether the call set or removed a tag of the profile.
    default boolean changesTag(String key) {
        return switch (this) {
            case Tagged(Tags tags) -> tags.get(key) != null;
            case Untagged(Set<String> keys) -> keys.contains(key);
            case Created _, Deleted _, RoleAdded _, RoleRemoved _, Found _ -> false;
        };
    }

    /// The profile was created.
    ///
    /// @param profileId null if the record does not contain it
    record Created(@Nullable String profileId) implements Edit {
        @Override
        public boolean agreesWith(@Nullable InstanceProfile found) {
            return found != null && (profileId == null || profileId.equals(found.id()));
        }

        @Override
        public String described() {
            return "created it";
        }
    }

    /// The profile was deleted.
    record Deleted() implements Edit {
        @Override
        public boolean agreesWith(@Nullable InstanceProfile found) {
            return found == null;
        }

        @Override
        public String described() {
            return "deleted it";
        }
    }

    /// A role was added to the empty profile.
    record RoleAdded(RoleName role) implements Edit {
        @Override
        public boolean agreesWith(@Nullable InstanceProfile found) {
            return found != null && found.holds(role);
        }

        @Override
        public String described() {
            return "added role " + role;
        }
    }

    /// A role was removed.
    record RoleRemoved(RoleName role) implements Edit {
        @Override
        public boolean agreesWith(@Nullable InstanceProfile found) {
            return found == null || !found.holds(role);
        }

        @Override
        public String described() {
            return "removed role " + role;
        }
    }

    /// Tags were set.
    record Tagged(Tags tags) implements Edit {
        @Override
        public boolean agreesWith(@Nullable InstanceProfile found) {
            return found != null
                    && found.tags().values().entrySet().containsAll(tags.values().entrySet());
        }

        @Override
        public String described() {
            return "set tags " + String.join(", ", tags.values().keySet());
        }
    }

    /// The profile is in its current state, and no call is known that led to it.
    ///
    /// @param occasion when it was seen, such as `by a sweep at 2026-01-15T09:30:00Z`
    record Found(String occasion) implements Edit {
        @Override
        public boolean agreesWith(@Nullable InstanceProfile found) {
            return true;
        }

        @Override
        public String described() {
            return "found " + occasion;
        }
    }

    /// Tags were removed.
    record Untagged(Set<String> keys) implements Edit {
        /// Takes a copy.
        public Untagged {
            keys = Set.copyOf(keys);
        }

        @Override
        public boolean agreesWith(@Nullable InstanceProfile found) {
            return found == null
                    || found.tags().values().keySet().stream().noneMatch(keys::contains);
        }

        @Override
        public String described() {
            return "removed tags " + String.join(", ", keys);
        }
    }
}
