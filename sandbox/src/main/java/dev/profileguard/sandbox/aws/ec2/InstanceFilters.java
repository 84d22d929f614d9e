package dev.profileguard.sandbox.aws.ec2;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The filters of DescribeInstances, as far as the sandbox has them. EC2 has none on the name of
/// the instance profile.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
final class InstanceFilters {
    private static final String TAG = "tag:";
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, Function<Instance, List<String>>> byName = new HashMap<>();

    InstanceFilters(InstanceTable instances) {
        one("instance-id", Instance::id);
        one("instance-state-name", each -> instances.state(each).text());
        one("instance-state-code", each -> String.valueOf(instances.state(each).code()));
        one("image-id", each -> each.launch().imageId());
        one("instance-type", each -> each.launch().instanceType());
        one("reservation-id", Instance::reservationId);
        one("launch-index", each -> String.valueOf(each.index()));
        one("launch-time", each -> milliseconds(each.launched()));
        one("owner-id", each -> each.account());
        one("availability-zone", InstanceJson::zone);
        one("architecture", each -> "x86_64");
        one("client-token", each -> String.valueOf(each.launch().clientToken()));
        byName.put("tag-key", each -> List.copyOf(each.launch().tags().keySet()));
        byName.put("iam-instance-profile.arn", each -> ofProfile(each, true));
        byName.put("iam-instance-profile.id", each -> ofProfile(each, false));
    }

    /// The time as EC2 writes it.
    static String milliseconds(Instant time) {
        return MILLISECONDS.format(time);
    }

    /// What a filter looks at; null: there is no such filter.
    @Nullable Function<Instance, List<String>> of(String filter) {
        if (filter.startsWith(TAG)) {
            String key = filter.substring(TAG.length());
            return instance -> {
                String value = instance.launch().tags().get(key);
                return value == null ? List.of() : List.of(value);
            };
        }
        return byName.get(filter);
    }

    private void one(String filter, Function<Instance, String> attribute) {
        byName.put(filter, instance -> List.of(attribute.apply(instance)));
    }

    private static List<String> ofProfile(Instance instance, boolean arn) {
        Association association = instance.association();
        if (association == null) {
            return List.of();
        }
        return List.of(
                arn ? association.profile().arn() : association.profile().instanceProfileId());
    }
}
