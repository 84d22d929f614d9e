package dev.profileguard.sweep;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.ComputeReader;
import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import java.time.Instant;
import java.util.HashMap;
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

    /// The IDs of the associations, by region and instance.
    Map<List<String>, String> associationIds() {
        Map<List<String>, String> ids = new HashMap<>();
        for (InstanceUse each : associations.instances()) {
            if (each.associationId() != null) {
                ids.put(List.of(each.region(), each.instanceId()), each.associationId());
            }
        }
        return ids;
    }

    /// The usage with what is not known about associations.
    ProfileUsage complete(ProfileUsage usage) {
        return new ProfileUsage(
                usage.profile(),
                usage.instances(),
                usage.templates(),
                usage.groups(),
                usage.configurations(),
                usage.nodegroups(),
                Stream.concat(usage.unknown().stream(), associations.unknown().stream())
                        .distinct()
                        .toList());
    }
}
