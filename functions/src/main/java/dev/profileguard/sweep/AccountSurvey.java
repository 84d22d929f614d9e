package dev.profileguard.sweep;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.ComputeReader;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What uses some profiles, in all regions, by one survey of the account.
///
/// @param profiles those that it is about
/// @param inventory what uses them
/// @param associations those of all instances of the account
/// @param at when AWS was asked
public record AccountSurvey(
        Set<ProfileName> profiles,
        ComputeInventory inventory,
        ProfileUse associations,
        Instant at) {
    /// Takes a copy.
    public AccountSurvey {
        profiles = Set.copyOf(profiles);
    }

    /// Asks AWS, unless there is no profile.
    public static AccountSurvey of(
            Set<ProfileName> profiles,
            Supplier<ComputeReader> compute,
            Supplier<ProfileUse> associations,
            Instant at) {
        return profiles.isEmpty()
                ? new AccountSurvey(profiles, ComputeInventory.NONE, ProfileUse.NONE, at)
                : new AccountSurvey(
                        profiles, compute.get().survey(profiles), associations.get(), at);
    }

    /// The inventory with all associations. They show instances also where the instances themselves
    /// could not be listed.
    ComputeInventory complete() {
        Map<List<String>, ProfileInstance> instances = new LinkedHashMap<>();
        inventory.instances().forEach(each -> instances.put(place(each.use()), each));
        for (InstanceUse each : associations.instances()) {
            ProfileInstance listed = instances.get(place(each));
            instances.put(
                    place(each),
                    new ProfileInstance(each, listed == null ? Owner.NOBODY : listed.owner()));
        }
        return new ComputeInventory(
                List.copyOf(instances.values()),
                inventory.templates(),
                inventory.groups(),
                inventory.configurations(),
                inventory.nodegroups(),
                Stream.concat(inventory.unknown().stream(), associations.unknown().stream())
                        .distinct()
                        .toList(),
                inventory.calls());
    }

    private static List<String> place(InstanceUse use) {
        return List.of(use.region(), use.instanceId());
    }
}
