package dev.profileguard.sandbox.aws.ec2.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a launch template says besides image, type and profile: kept, returned and inherited by
/// later versions, and but for the tags of instances not used.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html
///
/// @param byName the parameters under their names in a request, such as `TagSpecification`: texts,
///   maps and lists
public record OtherParameters(Map<String, Object> byName) {
    /// None.
    public static final OtherParameters NONE = new OtherParameters(Map.of());

    private static final String HIDDEN = "<sensitiveDataRemoved>";

    /// The lists whose name in a response is another than their name in a request and `Set`.
    private static final Map<String, String> LISTS =
            Map.of(
                    "LicenseSpecification",
                    "licenseSet",
                    "PrivateIpAddress",
                    "privateIpAddressesSet");

    /// Copies the map.
    public OtherParameters {
        byName = Map.copyOf(byName);
    }

    /// These, where the others do not say otherwise: a parameter is replaced as a whole.
    OtherParameters overriddenBy(OtherParameters other) {
        Map<String, Object> merged = new LinkedHashMap<>(byName);
        merged.putAll(other.byName);
        return new OtherParameters(merged);
    }

    /// The tags of instances.
    Map<String, String> instanceTags() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Map<?, ?> specification : members(byName, "TagSpecification")) {
            if ("instance".equals(specification.get("ResourceType"))) {
                members(specification, "Tag")
                        .forEach(tag ->
                                tags.put(
                                        String.valueOf(tag.get("Key")),
                                        tag.get("Value") instanceof String value ? value : ""));
            }
        }
        return tags;
    }

    /// A parameter at a path of names, such as `MetadataOptions`, `HttpTokens`; empty: not said.
    String text(String... path) {
        Object found = byName;
        for (String name : path) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found instanceof String text ? text : "";
    }

    private static List<Map<?, ?>> members(Map<?, ?> parameters, String list) {
        List<Map<?, ?>> found = new ArrayList<>();
        if (parameters.get(list) instanceof List<?> members) {
            for (Object member : members) {
                if (member instanceof Map<?, ?> map) {
                    found.add(map);
                }
            }
        }
        return found;
    }

    /// As DescribeLaunchTemplateVersions returns them.
    Map<String, Object> json() {
        return json(byName, false);
    }

    private static Map<String, Object> json(Map<?, ?> parameters, boolean ofInterface) {
        Map<String, Object> json = new LinkedHashMap<>();
        parameters.forEach((key, value) -> {
            String name = String.valueOf(key);
            json.put(responseName(name, value, ofInterface), response(name, value));
        });
        return json;
    }

    private static Object response(String name, Object value) {
        boolean ofInterface = name.equals("NetworkInterface");
        return switch (value) {
            case Map<?, ?> map -> json(map, ofInterface);
            case List<?> list ->
                    Map.of(
                            "items",
                            list.stream()
                                    .map(each ->
                                            each instanceof Map<?, ?> map
                                                    ? json(map, ofInterface)
                                                    : each)
                                    .toList());
            default -> value;
        };
    }

    private static String responseName(String name, Object value, boolean ofInterface) {
        String start = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        if (!(value instanceof List<?>)) {
            return start;
        }
        if (ofInterface && name.equals("SecurityGroupId")) {
            return "groupSet";
        }
        boolean renamed = !(ofInterface && name.equals("PrivateIpAddress"));
        return renamed ? LISTS.getOrDefault(name, start + "Set") : start + "Set";
    }

    /// As CloudTrail records them in a request, without user data.
    Map<String, Object> recorded() {
        Map<String, Object> recorded = recorded(byName);
        recorded.computeIfPresent("UserData", (name, value) -> HIDDEN);
        return recorded;
    }

    private static Map<String, Object> recorded(Map<?, ?> parameters) {
        Map<String, Object> recorded = new LinkedHashMap<>();
        parameters.forEach((key, value) -> recorded.put(String.valueOf(key), recordedValue(value)));
        return recorded;
    }

    private static Object recordedValue(Object value) {
        return switch (value) {
            case Map<?, ?> map -> recorded(map);
            case List<?> list ->
                    WrappedRecord.numbered(
                            list.stream().map(OtherParameters::recordedMember).toList());
            default -> value;
        };
    }

    private static Map<String, Object> recordedMember(Object member) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (member instanceof Map<?, ?> map) {
            return recorded(map);
        }
        content.put("content", member);
        return content;
    }
}
