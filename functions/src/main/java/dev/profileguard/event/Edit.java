package dev.profileguard.event;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one successful call did to an instance profile, as far as anything tells.
public sealed interface Edit {
    /// Whether this profile looks as it did right after the call. When it does not, something came
    /// later, or the profile was read too early.
    ///
    /// @param found null: there is no such profile
    boolean agreesWith(@Nullable InstanceProfile found);

    /// How a person would say it, such as `added role web`.
    String described();

    /// The profile was made.
    ///
    /// @param profileId null: the record does not tell
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

    /// A role was put into the empty profile.
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

    /// A role was taken out.
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

    /// Nothing tells what was done: the profile was found as it is, by a sweep.
    record Found() implements Edit {
        @Override
        public boolean agreesWith(@Nullable InstanceProfile found) {
            return true;
        }

        @Override
        public String described() {
            return "left it as it is";
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
