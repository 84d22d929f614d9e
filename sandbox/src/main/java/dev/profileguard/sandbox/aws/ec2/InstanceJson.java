package dev.profileguard.sandbox.aws.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Instances as EC2 returns them, and CloudTrail records them.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
final class InstanceJson {
    private InstanceJson() {}

    static Map<String, Object> of(Instance instance, InstanceState state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("instanceId", instance.id());
        json.put("imageId", instance.launch().imageId());
        json.put("instanceState", state.json());
        json.put("privateDnsName", "");
        json.put("amiLaunchIndex", instance.index());
        json.put("productCodes", Map.of());
        json.put("instanceType", instance.launch().instanceType());
        json.put("launchTime", instance.launched().toEpochMilli());
        Map<String, Object> placement = new LinkedHashMap<>();
        placement.put("availabilityZone", zone(instance));
        placement.put("tenancy", "default");
        json.put("placement", placement);
        json.put("monitoring", Map.of("state", "disabled"));
        json.put("architecture", "x86_64");
        json.put("rootDeviceType", "ebs");
        json.put("virtualizationType", "hvm");
        json.put("hypervisor", "xen");
        if (!instance.launch().tags().isEmpty()) {
            json.put("tagSet", Map.of("items", instance.launch().tagItems()));
        }
        if (instance.launch().clientToken() != null) {
            json.put("clientToken", instance.launch().clientToken());
        }
        if (instance.association() != null) {
            json.put("iamInstanceProfile", instance.association().profileJson());
        }
        return json;
    }

    static String zone(Instance instance) {
        return instance.region() + "a";
    }

    /// The instances of one launch.
    ///
    /// @param instances with their JSON, in the order of their launch; not empty
    static Map<String, Object> reservation(Map<Instance, Map<String, Object>> instances) {
        Map<String, Object> json = new LinkedHashMap<>();
        Instance first = instances.keySet().iterator().next();
        json.put("reservationId", first.reservationId());
        json.put("ownerId", first.account());
        json.put("groupSet", Map.of());
        json.put("instancesSet", Map.of("items", List.copyOf(instances.values())));
        return json;
    }

    /// The reservations of these instances.
    static List<Map<String, Object>> reservations(Map<Instance, Map<String, Object>> instances) {
        Map<String, Map<Instance, Map<String, Object>>> byReservation = new LinkedHashMap<>();
        instances.forEach((instance, json) ->
                byReservation
                        .computeIfAbsent(instance.reservationId(), absent -> new LinkedHashMap<>())
                        .put(instance, json));
        return byReservation.values().stream()
                .map(InstanceJson::reservation)
                .collect(Collectors.toList());
    }
}
