package dev.profileguard.tag.rule;

import dev.profileguard.tag.policy.TagRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One violation of the rules by the tags of a role or profile.
public sealed interface TagFault {
    /// The tag's key in the required capitalization.
    String key();

    /// The value to set; null: there is none, or the value is already correct.
    @Nullable NewTag newTag();

    /// Other spellings of the key, to be removed after the correct one is set. Only for profiles:
    /// on a role, IAM replaces the other spelling.
    List<String> misspelled();

    /// Whether a write can correct it.
    default boolean isRepairable() {
        return newTag() != null || !misspelled().isEmpty();
    }

    /// A value to set.
    ///
    /// @param from the source of the value, such as `role web`
    /// @param followsRole whether the profile's tag follows the role's from now on: it has the
    ///   role's value, or a default while the role has none
    record NewTag(String value, String from, boolean followsRole) {}

    /// A required tag is missing.
    record Missing(String key, @Nullable NewTag newTag) implements TagFault {
        @Override
        public List<String> misspelled() {
            return List.of();
        }
    }

    /// The key has another capitalization.
    ///
    /// @param newTag null: the correct spelling exists too
    record Misspelled(String key, List<String> misspelled, @Nullable NewTag newTag)
            implements TagFault {}

    /// The policy does not allow the value.
    ///
    /// @param spelled the key as it was found
    /// @param misspelled empty if there is no allowed value to set: then every tag stays as it is
    /// @param newTag null: there is no allowed value to set
    record NotAllowed(
            TagRule rule,
            String spelled,
            String value,
            List<String> misspelled,
            @Nullable NewTag newTag)
            implements TagFault {
        @Override
        public String key() {
            return rule.key();
        }
    }

    /// The profile does not have the role's value yet, or not any more.
    ///
    /// @param found the earlier value from the role; null: the profile has no such tag
    record NotInherited(String key, @Nullable String found, List<String> misspelled, NewTag newTag)
            implements TagFault {}

    /// The profile has its own value, which differs from its role's.
    ///
    /// @param newTag null: the value stays
    record OwnValue(
            String key,
            String found,
            String roleValue,
            List<String> misspelled,
            @Nullable NewTag newTag)
            implements TagFault {}
}
