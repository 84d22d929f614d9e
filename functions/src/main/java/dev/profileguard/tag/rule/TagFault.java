package dev.profileguard.tag.rule;

import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.Tags;
import dev.profileguard.tag.policy.TagRule;
import java.util.List;
import java.util.Set;
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

    /// Whether this edit can have led to the fault.
    ///
    /// A new kind of fault must implement this; a new kind of edit needs a row in each
    /// implementation.
    boolean isExplainedBy(TagEdit edit);

    /// Whether somebody must have set the tag, so that CloudTrail may show who it was. A tag that
    /// is missing may always have been.
    default boolean isSetBySomebody() {
        return true;
    }

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
        public boolean isExplainedBy(TagEdit edit) {
            return switch (edit) {
                case TagEdit.Created(Tags tags) -> TagKeys.spellings(tags, key).isEmpty();
                case TagEdit.Untagged(Set<String> keys) -> TagKeys.contains(keys, key);
                case TagEdit.RoleAdded _,
                        TagEdit.Tagged _,
                        TagEdit.RoleChanged _,
                        TagEdit.Asked _,
                        TagEdit.Found _ ->
                        false;
            };
        }

        @Override
        public boolean isSetBySomebody() {
            return false;
        }

        @Override
        public List<String> misspelled() {
            return List.of();
        }
    }

    /// The key has another capitalization.
    ///
    /// @param newTag null: the correct spelling exists too
    record Misspelled(String key, List<String> misspelled, @Nullable NewTag newTag)
            implements TagFault {
        @Override
        public boolean isExplainedBy(TagEdit edit) {
            return switch (edit) {
                case TagEdit.Created(Tags tags) -> sets(tags);
                case TagEdit.Tagged(Tags tags) -> sets(tags);
                case TagEdit.RoleAdded _,
                        TagEdit.Untagged _,
                        TagEdit.RoleChanged _,
                        TagEdit.Asked _,
                        TagEdit.Found _ ->
                        false;
            };
        }

        private boolean sets(Tags tags) {
            return misspelled.stream().anyMatch(tags.values()::containsKey);
        }
    }

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
        public boolean isExplainedBy(TagEdit edit) {
            return switch (edit) {
                case TagEdit.Created(Tags tags) -> value.equals(TagKeys.anySpelling(tags, spelled));
                case TagEdit.Tagged(Tags tags) -> value.equals(TagKeys.anySpelling(tags, spelled));
                case TagEdit.RoleAdded _,
                        TagEdit.Untagged _,
                        TagEdit.RoleChanged _,
                        TagEdit.Asked _,
                        TagEdit.Found _ ->
                        false;
            };
        }

        @Override
        public String key() {
            return rule.key();
        }
    }

    /// The profile does not have the role's value yet, or not any more.
    ///
    /// @param found the earlier value from the role; null: the profile has no such tag
    record NotInherited(String key, @Nullable String found, List<String> misspelled, NewTag newTag)
            implements TagFault {
        @Override
        public boolean isExplainedBy(TagEdit edit) {
            return switch (edit) {
                case TagEdit.Created _ -> found == null;
                case TagEdit.RoleAdded _ -> true;
                case TagEdit.RoleChanged changed -> TagKeys.contains(changed.roleKeys(), key);
                case TagEdit.Tagged(Tags tags) ->
                        found != null && found.equals(TagKeys.anySpelling(tags, key));
                case TagEdit.Untagged(Set<String> keys) ->
                        found == null && TagKeys.contains(keys, key);
                case TagEdit.Asked _, TagEdit.Found _ -> false;
            };
        }

        @Override
        public boolean isSetBySomebody() {
            return false;
        }
    }

    /// The profile has its own value, which differs from its role's.
    ///
    /// @param newTag null: the value stays
    record OwnValue(
            String key,
            String found,
            String roleValue,
            List<String> misspelled,
            @Nullable NewTag newTag)
            implements TagFault {
        @Override
        public boolean isExplainedBy(TagEdit edit) {
            return switch (edit) {
                case TagEdit.Created(Tags tags) -> found.equals(TagKeys.anySpelling(tags, key));
                case TagEdit.Tagged(Tags tags) -> found.equals(TagKeys.anySpelling(tags, key));
                case TagEdit.RoleAdded _ -> true;
                case TagEdit.RoleChanged changed -> TagKeys.contains(changed.roleKeys(), key);
                case TagEdit.Untagged _, TagEdit.Asked _, TagEdit.Found _ -> false;
            };
        }
    }
}
