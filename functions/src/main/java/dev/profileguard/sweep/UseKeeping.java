package dev.profileguard.sweep;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.instance.UseInventory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Stores which associations with a profile existed before a sweep found the profile right.
///
/// EC2 is asked before IAM. Otherwise an instance that was associated between the two answers,
/// while somebody changed the profile, would count as one that used it all along.
///
/// Not thread-safe.
public final class UseKeeping {
    private final Map<String, Set<String>> found = new HashMap<>();
    private final boolean isComplete;
    private final Map<String, Set<String>> stored;
    private final UseInventory inventory;

    /// @param found all uses, as EC2 listed them before the profiles were read
    /// @param stored the known associations, by the name of the profile in lower case
    /// @param inventory where they are stored
    public UseKeeping(ProfileUse found, Map<String, Set<String>> stored, UseInventory inventory) {
        this.isComplete = found.isComplete();
        this.stored = stored;
        this.inventory = inventory;
        found.instances().forEach(this::add);
    }

    private void add(InstanceUse use) {
        String profile = use.profileName();
        if (!profile.isEmpty() && use.associationId() != null) {
            found.computeIfAbsent(profile.toLowerCase(Locale.ROOT), name -> new HashSet<>())
                    .add(use.associationId());
        }
    }

    /// Stores the associations with a profile that was found right. Writes only if they differ from
    /// the stored ones. If a region did not answer, the stored ones stay.
    public void keep(ProfileName profile) {
        Set<String> before = stored.getOrDefault(profile.key(), Set.of());
        Set<String> now = new HashSet<>(found.getOrDefault(profile.key(), Set.of()));
        if (!isComplete) {
            now.addAll(before);
        }
        Set<String> kept =
                now.stream().sorted().limit(UseInventory.MOST).collect(Collectors.toSet());
        if (!kept.equals(before)) {
            inventory.save(profile, kept);
        }
    }
}
