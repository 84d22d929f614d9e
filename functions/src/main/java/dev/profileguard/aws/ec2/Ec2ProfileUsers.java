package dev.profileguard.aws.ec2;

import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.aws.query.XmlElement;
import dev.profileguard.iam.Arn;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.instance.ProfileUsers;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /// The states in which an instance has credentials or can get them again.
    private static final List<String> STATES =
            List.of("pending", "running", "shutting-down", "stopping", "stopped");

    @Override
    public ProfileUse of(Set<String> names) {
        return everywhere(region -> inRegion(region, names));
    }

    /// All associations, by one call for each page of them in each region.
    @Override
    public ProfileUse all() {
        return everywhere(this::associationsIn);
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
            String id = instance.isEmpty() ? instanceOf(region, association) : instance;
            return id.isEmpty()
                    ? new ProfileUse(List.of(), List.of("EC2 does not show " + association))
                    : new ProfileUse(
                            associationsIn(
                                    region,
                                    Map.of("Filter.1.Name", "instance-id", "Filter.1.Value.1", id)),
                            List.of());
        } catch (QueryException e) {
            return new ProfileUse(List.of(), List.of(region + ": " + e.getMessage()));
        }
    }

    private String instanceOf(String region, String association) {
        return calls
                .one(
                        region,
                        "DescribeIamInstanceProfileAssociations",
                        Map.of("AssociationId.1", association))
                .items("iamInstanceProfileAssociationSet")
                .stream()
                .map(each -> String.valueOf(each.text("instanceId")))
                .findFirst()
                .orElse("");
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
        List<XmlElement> instances =
                calls
                        .all(region, "DescribeInstances", instanceFilter(names), "reservationSet")
                        .stream()
                        .flatMap(reservation -> reservation.items("instancesSet").stream())
                        .filter(instance -> uses(instance, names))
                        .toList();
        if (instances.isEmpty()) {
            return List.of();
        }
        Map<String, XmlElement> associations = associations(region, instances);
        return instances.stream()
                .map(instance ->
                        use(region, instance, associations.get(instance.text("instanceId"))))
                .toList();
    }

    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
    private static Map<String, String> instanceFilter(Set<String> names) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("Filter.1.Name", "iam-instance-profile.arn");
        int value = 1;
        for (String name : names) {
            parameters.put("Filter.1.Value." + value++, "*/" + name);
        }
        parameters.put("Filter.2.Name", "instance-state-name");
        for (int i = 0; i < STATES.size(); i++) {
            parameters.put("Filter.2.Value." + (i + 1), STATES.get(i));
        }
        return parameters;
    }

    private static boolean uses(XmlElement instance, Set<String> names) {
        XmlElement profile = instance.child("iamInstanceProfile");
        Arn arn = profile == null ? null : Arn.parse(profile.text("arn"));
        return arn != null && names.stream().anyMatch(arn.name()::equalsIgnoreCase);
    }

    /// The current associations of these instances, by instance ID.
    ///
    /// See
    /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeIamInstanceProfileAssociations.html
    private Map<String, XmlElement> associations(String region, List<XmlElement> instances) {
        Map<String, XmlElement> byInstance = new HashMap<>();
        List<String> ids =
                instances.stream()
                        .map(each -> String.valueOf(each.text("instanceId")))
                        .distinct()
                        .toList();
        for (int from = 0; from < ids.size(); from += Ec2Calls.MAX_FILTER_VALUES) {
            int to = Math.min(ids.size(), from + Ec2Calls.MAX_FILTER_VALUES);
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("Filter.1.Name", "instance-id");
            for (int i = from; i < to; i++) {
                parameters.put("Filter.1.Value." + (i - from + 1), ids.get(i));
            }
            calls
                    .all(
                            region,
                            "DescribeIamInstanceProfileAssociations",
                            parameters,
                            "iamInstanceProfileAssociationSet")
                    .stream()
                    .filter(each -> !"disassociated".equals(each.text("state")))
                    .forEach(each ->
                            byInstance.merge(
                                    String.valueOf(each.text("instanceId")),
                                    each,
                                    Ec2ProfileUsers::later));
        }
        return byInstance;
    }

    private List<InstanceUse> associationsIn(String region) {
        return associationsIn(region, Map.of());
    }

    private List<InstanceUse> associationsIn(String region, Map<String, String> filter) {
        return calls
                .all(
                        region,
                        "DescribeIamInstanceProfileAssociations",
                        filter,
                        "iamInstanceProfileAssociationSet")
                .stream()
                .filter(each -> !"disassociated".equals(each.text("state")))
                .map(each -> use(region, each, each))
                .toList();
    }

    /// During a replacement, an instance has two associations.
    private static XmlElement later(XmlElement one, XmlElement other) {
        Instant time = time(one.text("timestamp"));
        Instant otherTime = time(other.text("timestamp"));
        return time == null || (otherTime != null && otherTime.isBefore(time)) ? one : other;
    }

    /// @param instance the instance, or an association, which names it and its profile too
    private static InstanceUse use(
            String region, XmlElement instance, @Nullable XmlElement association) {
        XmlElement profile = instance.child("iamInstanceProfile");
        XmlElement state = instance.child("instanceState");
        Instant associated = association == null ? null : time(association.text("timestamp"));
        return new InstanceUse(
                region,
                String.valueOf(instance.text("instanceId")),
                state == null ? "unknown" : String.valueOf(state.text("name")),
                profile == null ? "" : String.valueOf(profile.text("arn")),
                profile == null ? "" : String.valueOf(profile.text("id")),
                associated,
                time(instance.text("launchTime")),
                association == null ? null : association.text("associationId"),
                false);
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
