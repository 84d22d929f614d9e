package dev.profileguard.instance;

import dev.profileguard.iam.ProfileName;
import java.util.List;
import java.util.Set;

/// Marks what an inventory knows among the uses that EC2 shows. Reads the inventory only if there
/// is a use.
public record InventoriedUsers(ProfileUsers users, UseInventory inventory) implements ProfileUsers {
    @Override
    public ProfileUse of(Set<String> names) {
        ProfileUse use = users.of(names);
        if (use.instances().isEmpty()) {
            return use;
        }
        Set<String> known = inventory.associations(new ProfileName(names.iterator().next()));
        List<InstanceUse> marked =
                use.instances().stream()
                        .map(each ->
                                each.associationId() != null && known.contains(each.associationId())
                                        ? each.asKnown()
                                        : each)
                        .toList();
        return new ProfileUse(marked, use.unknown());
    }

    @Override
    public ProfileUse all() {
        return users.all();
    }
}
