package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An Auto Scaling group. Immutable.
///
/// @param account its account
/// @param source what it starts instances by
/// @param desired the capacity that it should have, in instances or in units of weight
/// @param protection whether new instances are protected from scale in
/// @param members its instances, the oldest first, those included that it terminates
/// @param deleted whether it goes once its instances are gone
public record Group(
        String name,
        String account,
        String region,
        String id,
        Instant created,
        LaunchSource source,
        int least,
        int most,
        int desired,
        List<String> zones,
        @Nullable String subnets,
        boolean protection,
        List<GroupTag> tags,
        List<Member> members,
        boolean deleted) {
    private static final int COOLDOWN = 300;

    /// Copies the lists.
    public Group {
        zones = List.copyOf(zones);
        tags = List.copyOf(tags);
        members = List.copyOf(members);
    }

    static Group made(GroupRequest request, Origin origin, Instant time, LaunchSource source) {
        int least = Objects.requireNonNullElse(request.least(), 0);
        return new Group(
                request.name(),
                origin.account(),
                origin.region(),
                UUID.randomUUID().toString(),
                time,
                source,
                least,
                Objects.requireNonNullElse(request.most(), least),
                Objects.requireNonNullElse(request.desired(), least),
                request.zones().isEmpty() ? List.of(origin.region() + "a") : request.zones(),
                request.subnets(),
                Boolean.TRUE.equals(request.protection()),
                request.tags(),
                List.of(),
                false);
    }

    /// The group with what an update says. Its capacity stays within its size unless the update
    /// says otherwise.
    ///
    /// @param other null: the update has no source
    Group updated(GroupRequest request, @Nullable LaunchSource other) {
        int smallest = Objects.requireNonNullElse(request.least(), least);
        int largest = Objects.requireNonNullElse(request.most(), most);
        int kept = Math.max(smallest, Math.min(largest, desired));
        return new Group(
                name,
                account,
                region,
                id,
                created,
                other == null ? source : other,
                smallest,
                largest,
                Objects.requireNonNullElse(request.desired(), kept),
                request.zones().isEmpty() ? zones : request.zones(),
                request.subnets() == null ? subnets : request.subnets(),
                request.protection() == null ? protection : request.protection(),
                tags,
                members,
                deleted);
    }

    /// The group with another source.
    public Group with(LaunchSource other) {
        return updated(GroupRequest.sized(name, null, null, desired), other);
    }

    Group withDesired(int capacity) {
        return updated(GroupRequest.sized(name, null, null, capacity), null);
    }

    Group withTags(List<GroupTag> changed) {
        return copy(changed, members, deleted);
    }

    Group withMembers(UnaryOperator<List<Member>> change) {
        return copy(tags, change.apply(new ArrayList<>(members)), deleted);
    }

    Group thatGoes() {
        return copy(tags, members, true);
    }

    private Group copy(List<GroupTag> newTags, List<Member> newMembers, boolean goes) {
        return new Group(
                name,
                account,
                region,
                id,
                created,
                source,
                least,
                most,
                desired,
                zones,
                subnets,
                protection,
                newTags,
                newMembers,
                goes);
    }

    /// The instances that it does not terminate, the oldest first.
    public List<Member> alive() {
        return members.stream().filter(member -> !member.ending()).toList();
    }

    /// Its ARN.
    public String arn() {
        return "arn:aws:autoscaling:%s:%s:autoScalingGroup:%s:autoScalingGroupName/%s"
                .formatted(region, account, id, name);
    }

    /// As Auto Scaling returns it.
    Map<String, Object> json(Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("AutoScalingGroupName", name);
        json.put("AutoScalingGroupARN", arn());
        json.putAll(source.json());
        json.put("MinSize", least);
        json.put("MaxSize", most);
        json.put("DesiredCapacity", desired);
        json.put("DefaultCooldown", COOLDOWN);
        json.put("AvailabilityZones", zones);
        json.put("HealthCheckType", "EC2");
        json.put("HealthCheckGracePeriod", 0);
        json.put("Instances", members.stream().map(member -> member.json(now)).toList());
        json.put("CreatedTime", created);
        if (subnets != null) {
            json.put("VPCZoneIdentifier", subnets);
        }
        if (deleted) {
            json.put("Status", "Delete in progress");
        }
        json.put("Tags", tags.stream().map(tag -> tag.json(name)).toList());
        json.put("NewInstancesProtectedFromScaleIn", protection);
        return json;
    }
}
