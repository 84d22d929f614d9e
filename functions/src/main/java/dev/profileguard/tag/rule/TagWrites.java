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

/// The writes that mend faults: at most one of a kind.
///
/// @param set the tags to be set, first
/// @param remove the spellings to be taken off a profile, after that
/// @param mended the faults that these writes mend
/// @param full those that they would mend, had the role or profile not as many tags as IAM allows
public record TagWrites(Tags set, Set<String> remove, List<TagFault> mended, List<TagFault> full) {
    /// Chooses what fits. The right spelling needs room beside the wrong one, so that no value is
    /// ever without a tag.
    static TagWrites of(TaggedType type, Tags found, List<TagFault> faults) {
        int room = TagKeys.MAX_TAGS - found.settable().values().size();
        Map<String, String> set = new LinkedHashMap<>();
        Set<String> remove = new LinkedHashSet<>();
        List<TagFault> mended = new ArrayList<>();
        List<TagFault> full = new ArrayList<>();
        for (TagFault fault : faults.stream().filter(TagFault::isMendable).toList()) {
            NewTag put = fault.put();
            if (put != null && isNew(type, found, fault.key())) {
                if (room == 0) {
                    full.add(fault);
                    continue;
                }
                room--;
            }
            if (put != null) {
                set.put(fault.key(), put.value());
            }
            if (type == TaggedType.INSTANCE_PROFILE) {
                remove.addAll(fault.misspelled());
            }
            mended.add(fault);
        }
        return new TagWrites(new Tags(set), remove, mended, full);
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
