package dev.profileguard.aws.ec2;

import dev.profileguard.aws.query.QueryException;
import dev.profileguard.aws.query.XmlElement;
import dev.profileguard.iam.Arn;
import dev.profileguard.instance.InstanceUse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads in one region which instances use some profiles, and the associations of instances with
/// profiles.
///
/// DescribeInstances filters by the end of the profile's ARN: so it finds the profile's name with
/// any path, and with the ID of each profile of that name, also if it was deleted and created
/// again. EC2 compares the name as it is written.
public record ProfileInstances(Ec2Calls calls) {
    /// How many instances one call shows the associations of.
    public static final int AT_ONCE = Ec2Calls.MAX_FILTER_VALUES;

    /// The states in which an instance has credentials or can get them again.
    private static final List<String> STATES =
            List.of("pending", "running", "shutting-down", "stopping", "stopped");

    private static final String ASSOCIATIONS = "DescribeIamInstanceProfileAssociations";

    /// An instance and its tags.
    public record Tagged(InstanceUse use, Map<String, String> tags) {
        /// Takes a copy.
        public Tagged {
            tags = Map.copyOf(tags);
        }
    }

    /// An association, and whether it ends.
    private record Association(XmlElement xml) {
        boolean hasEnded() {
            return "disassociated".equals(xml.text("state"));
        }

        boolean isEnding() {
            return "disassociating".equals(xml.text("state"));
        }

        String instance() {
            return String.valueOf(xml.text("instanceId"));
        }

        /// During a replacement, an instance has two associations.
        Association or(Association other) {
            Instant time = time(xml.text("timestamp"));
            Instant otherTime = time(other.xml.text("timestamp"));
            return time == null || (otherTime != null && otherTime.isBefore(time)) ? this : other;
        }
    }

    /// The instances that use a profile with one of these names, without their associations: one
    /// call of DescribeInstances for each 1,000 of them. If there are more names than EC2 takes in
    /// a filter, all instances with any profile are read, so that many names cost no more calls.
    ///
    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
    ///
    /// @throws QueryException if a call fails
    public List<Tagged> using(String region, Set<String> names) {
        int most = Ec2Calls.MAX_FILTER_VALUES - STATES.size();
        List<String> ends =
                names.size() > most
                        ? List.of("*/*")
                        : names.stream().map(name -> "*/" + name).toList();
        Set<String> keys = names.stream().map(ProfileInstances::key).collect(Collectors.toSet());
        Map<String, String> filters = new LinkedHashMap<>();
        filter(filters, 1, "iam-instance-profile.arn", ends);
        filter(filters, 2, "instance-state-name", STATES);
        return calls.all(
                region,
                "DescribeInstances",
                filters,
                "reservationSet",
                reservation ->
                        reservation.items("instancesSet").stream()
                                .filter(instance -> uses(instance, keys))
                                .map(instance ->
                                        new Tagged(use(region, instance, null), tags(instance))));
    }

    private static boolean uses(XmlElement instance, Set<String> keys) {
        XmlElement profile = instance.child("iamInstanceProfile");
        Arn arn = profile == null ? null : Arn.parse(profile.text("arn"));
        return arn != null && keys.contains(key(arn.name()));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> tags(XmlElement instance) {
        Map<String, String> tags = new HashMap<>();
        for (XmlElement tag : instance.items("tagSet")) {
            String value = tag.text("value");
            tags.put(String.valueOf(tag.text("key")), value == null ? "" : value);
        }
        return tags;
    }

    /// The same instances with their current associations: one call for each 200 of them, none
    /// without instances.
    ///
    /// @throws QueryException if a call fails
    public List<Tagged> withAssociations(String region, List<Tagged> instances) {
        List<String> ids =
                instances.stream().map(each -> each.use().instanceId()).distinct().toList();
        Map<String, Association> byInstance = new HashMap<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            int to = Math.min(ids.size(), from + AT_ONCE);
            for (Association each : current(region, instances(ids.subList(from, to)))) {
                byInstance.merge(each.instance(), each, Association::or);
            }
        }
        return instances.stream()
                .map(each ->
                        new Tagged(
                                with(each.use(), byInstance.get(each.use().instanceId())),
                                each.tags()))
                .toList();
    }

    private static InstanceUse with(InstanceUse use, @Nullable Association association) {
        return association == null
                ? use
                : new InstanceUse(
                        use.region(),
                        use.instanceId(),
                        use.state(),
                        use.profileArn(),
                        use.profileId(),
                        time(association.xml().text("timestamp")),
                        use.launched(),
                        association.xml().text("associationId"),
                        use.known());
    }

    /// All associations of a region.
    ///
    /// @throws QueryException if a call fails
    List<InstanceUse> associations(String region) {
        return uses(region, current(region, Map.of()));
    }

    /// The associations of an instance; during a replacement, there are two.
    ///
    /// @throws QueryException if a call fails
    List<InstanceUse> associations(String region, String instance) {
        return uses(region, current(region, instances(List.of(instance))));
    }

    /// The association of an instance that is there or comes; without one, the one that goes.
    ///
    /// @return null: none
    /// @throws QueryException if a call fails
    public @Nullable InstanceUse association(String region, String instance) {
        List<Association> all = current(region, instances(List.of(instance)));
        List<Association> lasting = all.stream().filter(each -> !each.isEnding()).toList();
        return (lasting.isEmpty() ? all : lasting)
                .stream()
                        .reduce(Association::or)
                        .map(each -> use(region, each.xml(), each.xml()))
                        .orElse(null);
    }

    /// The instance of an association, also if the association ended; empty: EC2 does not show it.
    ///
    /// @throws QueryException if the call fails
    String instanceOf(String region, String association) {
        return calls
                .one(region, ASSOCIATIONS, Map.of("AssociationId.1", association))
                .items("iamInstanceProfileAssociationSet")
                .stream()
                .map(each -> new Association(each).instance())
                .findFirst()
                .orElse("");
    }

    /// See
    /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeIamInstanceProfileAssociations.html
    private List<Association> current(String region, Map<String, String> filters) {
        return calls.all(region, ASSOCIATIONS, filters, "iamInstanceProfileAssociationSet").stream()
                .map(Association::new)
                .filter(each -> !each.hasEnded())
                .toList();
    }

    private static Map<String, String> instances(List<String> ids) {
        Map<String, String> filters = new LinkedHashMap<>();
        filter(filters, 1, "instance-id", ids);
        return filters;
    }

    private static void filter(
            Map<String, String> parameters, int number, String name, List<String> values) {
        parameters.put("Filter.%d.Name".formatted(number), name);
        for (int i = 0; i < values.size(); i++) {
            parameters.put("Filter.%d.Value.%d".formatted(number, i + 1), values.get(i));
        }
    }

    private static List<InstanceUse> uses(String region, List<Association> associations) {
        return associations.stream().map(each -> use(region, each.xml(), each.xml())).toList();
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
