package dev.profileguard.tag.rule;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.TagKeys;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.iam.Tags;
import dev.profileguard.tag.rule.TagFault.NewTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The writes that correct faults: at most one call of each kind.
///
/// @param set the tags to set, first
/// @param remove the spellings to remove from a profile, after that
/// @param repaired the faults that these writes correct
/// @param full the faults that are not corrected because the role or profile has as many tags as
///   IAM allows
public record TagWrites(
        Tags set, Set<String> remove, List<TagFault> repaired, List<TagFault> full) {
    /// Chooses the corrections that fit into IAM's limit of tags. The correct spelling is added
    /// before the wrong one is removed, so it needs a free place.
    static TagWrites of(TaggedType type, Tags found, List<TagFault> faults) {
        int room = TagKeys.MAX_TAGS - found.settable().values().size();
        Map<String, String> set = new LinkedHashMap<>();
        Set<String> remove = new LinkedHashSet<>();
        List<TagFault> repaired = new ArrayList<>();
        List<TagFault> full = new ArrayList<>();
        for (TagFault fault : faults.stream().filter(TagFault::isRepairable).toList()) {
            NewTag newTag = fault.newTag();
            if (newTag != null && isNew(type, found, fault.key())) {
                if (room == 0) {
                    full.add(fault);
                    continue;
                }
                room--;
            }
            if (newTag != null) {
                set.put(fault.key(), newTag.value());
            }
            if (type == TaggedType.INSTANCE_PROFILE) {
                remove.addAll(fault.misspelled());
            }
            repaired.add(fault);
        }
        return new TagWrites(new Tags(set), remove, repaired, full);
    }

    private static boolean isNew(TaggedType type, Tags found, String key) {
        return switch (type) {
            case ROLE -> TagKeys.spellings(found, key).isEmpty();
            case INSTANCE_PROFILE -> found.get(key) == null;
        };
    }

    /// Whether there is nothing to write.
    public boolean isEmpty() {
        return set.values().isEmpty() && remove.isEmpty();
    }

    /// The actions on a role.
    List<Action> on(RoleName role) {
        return set.values().isEmpty() ? List.of() : List.of(new Action.TagRole(role, set));
    }

    /// The actions on a profile, in order.
    List<Action> on(ProfileName profile) {
        List<Action> actions = new ArrayList<>();
        if (!set.values().isEmpty()) {
            actions.add(new Action.TagProfile(profile, set));
        }
        if (!remove.isEmpty()) {
            actions.add(new Action.UntagProfile(profile, remove));
        }
        return actions;
    }
}
