package dev.profileguard.aws.ec2;

import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.instance.ProfileUsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Asks EC2 in each region which instances use a profile.
///
/// A region costs one call of DescribeInstances. Where instances are found, a second call,
/// DescribeIamInstanceProfileAssociations, shows since when they use the profile.
///
/// The calls filter by the end of the profile's ARN: so they find the profile's name with any path,
/// and with the ID of each profile of that name, also if it was deleted and created again.
///
/// @param regions those to ask; may fail as a call of EC2
/// @param parallel asks all regions at once
public record Ec2ProfileUsers(
        Ec2Calls calls, Supplier<List<String>> regions, ParallelCalls parallel)
        implements ProfileUsers {
    /// The permissions of its calls. EC2 has no resource-level permissions for them.
    public static final List<String> PERMISSIONS =
            List.of(
                    "ec2:DescribeInstances",
                    "ec2:DescribeIamInstanceProfileAssociations",
                    "ec2:DescribeRegions");

    @Override
    public ProfileUse of(Set<String> names) {
        return everywhere(region -> inRegion(region, names));
    }

    /// All associations, by one call for each page of them in each region.
    @Override
    public ProfileUse all() {
        return everywhere(instances()::associations);
    }

    /// Asks by the instance. An association that ended shows its instance for some time.
    ///
    /// See
    /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeIamInstanceProfileAssociations.html
    @Override
    public ProfileUse association(String region, String instance, String association) {
        try {
            if (!regions.get().contains(region)) {
                return new ProfileUse(List.of(), List.of("region " + region + " is not asked"));
            }
            String id = instance.isEmpty() ? instances().instanceOf(region, association) : instance;
            return id.isEmpty()
                    ? new ProfileUse(List.of(), List.of("EC2 does not show " + association))
                    : new ProfileUse(instances().associations(region, id), List.of());
        } catch (QueryException e) {
            return new ProfileUse(List.of(), List.of(region + ": " + e.getMessage()));
        }
    }

    private ProfileUse everywhere(Function<String, List<InstanceUse>> inRegion) {
        List<String> all;
        try {
            all = regions.get();
        } catch (QueryException e) {
            return new ProfileUse(List.of(), List.of("DescribeRegions: " + e.getMessage()));
        }
        List<InstanceUse> instances = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<ParallelCalls.Answer<List<InstanceUse>>> answers = parallel.ask(all, inRegion);
        for (int i = 0; i < all.size(); i++) {
            switch (answers.get(i)) {
                case ParallelCalls.Answer.Found<List<InstanceUse>>(var found) ->
                        instances.addAll(found);
                case ParallelCalls.Answer.Failed<List<InstanceUse>>(String why) ->
                        unknown.add(all.get(i) + ": " + why);
            }
        }
        return new ProfileUse(instances, unknown);
    }

    private List<InstanceUse> inRegion(String region, Set<String> names) {
        return instances().withAssociations(region, instances().using(region, names)).stream()
                .map(ProfileInstances.Tagged::use)
                .toList();
    }

    private ProfileInstances instances() {
        return new ProfileInstances(calls);
    }
}
