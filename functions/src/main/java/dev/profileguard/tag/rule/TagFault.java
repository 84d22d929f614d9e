package dev.profileguard.tag.rule;

import dev.profileguard.tag.policy.TagRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One way in which the tags of a role or profile are not as the rules want them.
public sealed interface TagFault {
    /// The tag's key, as it should be spelled.
    String key();

    /// The value to be set; null: none is, for want of one or since it is right.
    @Nullable NewTag put();

    /// Other spellings of the key that are to go once the right one is there. They go from profiles
    /// alone: on a role the right spelling takes their place by itself.
    List<String> misspelled();

    /// Whether something can be done about it.
    default boolean isMendable() {
        return put() != null || !misspelled().isEmpty();
    }

    /// A value that a tag is to get.
    ///
    /// @param from where the value is from, such as `role web`
    /// @param carried whether it follows the role in the profile from now on: the role's own value,
    ///   or a default for want of one
    record NewTag(String value, String from, boolean carried) {}

    /// A required tag is not there.
    record Missing(String key, @Nullable NewTag put) implements TagFault {
        @Override
        public List<String> misspelled() {
            return List.of();
        }
    }

    /// The key is there with another capitalization.
    ///
    /// @param put null: the right spelling is there too
    record Misspelled(String key, List<String> misspelled, @Nullable NewTag put)
            implements TagFault {}

    /// The policy does not allow the value.
    ///
    /// @param spelled the key as it was found
    /// @param put null: there is no other value to be had
    record NotAllowed(
            TagRule rule,
            String spelled,
            String value,
            List<String> misspelled,
            @Nullable NewTag put)
            implements TagFault {
        @Override
        public String key() {
            return rule.key();
        }
    }

    /// The profile does not have the role's value yet, or any more.
    ///
    /// @param found the value it had from the role before; null: it has no such tag
    record NotCarried(String key, @Nullable String found, List<String> misspelled, NewTag put)
            implements TagFault {}

    /// The profile has a value of its own, other than its role's.
    ///
    /// @param put null: it stays
    record OwnValue(
            String key, String found, String roles, List<String> misspelled, @Nullable NewTag put)
            implements TagFault {}
}
