package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A MixedInstancesPolicy. Instances are started by the first override: that is how Auto Scaling
/// orders On-Demand Instances by default.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_MixedInstancesPolicy.html
///
/// @param parameters as a request has them
public record MixedInstances(Map<String, Object> parameters) {
    private static final String TEMPLATE = "LaunchTemplate";
    private static final String SPECIFICATION = "LaunchTemplateSpecification";
    private static final String OVERRIDES = "Overrides";
    private static final String DISTRIBUTION = "InstancesDistribution";
    private static final Map<String, Object> USUAL =
            Map.of(
                    "OnDemandAllocationStrategy",
                    "prioritized",
                    "OnDemandBaseCapacity",
                    0,
                    "OnDemandPercentageAboveBaseCapacity",
                    100,
                    "SpotAllocationStrategy",
                    "lowest-price",
                    "SpotInstancePools",
                    2);

    /// A way to start instances.
    ///
    /// @param type null: that of the template
    /// @param weight how many units of the group's capacity an instance has
    public record Choice(TemplateReference template, @Nullable String type, int weight) {}

    /// Copies the parameters.
    public MixedInstances {
        parameters = Map.copyOf(parameters);
    }

    /// A policy with a template and overrides of types only.
    public static MixedInstances of(TemplateReference template, String... types) {
        List<Object> overrides = new ArrayList<>();
        for (String type : types) {
            overrides.add(Map.of("InstanceType", type));
        }
        Map<String, Object> launch = new LinkedHashMap<>();
        launch.put(SPECIFICATION, template.recorded(true));
        launch.put(OVERRIDES, overrides);
        return new MixedInstances(Map.of(TEMPLATE, launch));
    }

    /// The ways to start instances, the preferred one first; empty: the policy names no template.
    List<Choice> choices() {
        TemplateReference template = reference(launch().get(SPECIFICATION));
        List<Choice> choices = new ArrayList<>();
        for (Map<?, ?> override : overrides()) {
            TemplateReference own = reference(override.get(SPECIFICATION));
            TemplateReference used = own == null ? template : own;
            if (used != null) {
                choices.add(
                        new Choice(
                                used,
                                override.get("InstanceType") instanceof String type ? type : null,
                                weight(override.get("WeightedCapacity"))));
            }
        }
        return choices.isEmpty() && template != null
                ? List.of(new Choice(template, null, 1))
                : choices;
    }

    private static int weight(@Nullable Object given) {
        return given != null && given.toString().matches("[1-9]\\d{0,2}")
                ? Integer.parseInt(given.toString())
                : 1;
    }

    /// The policy with each of its templates replaced.
    MixedInstances with(UnaryOperator<TemplateReference> change) {
        Map<String, Object> launch = replaced(launch(), change);
        List<Object> overrides = new ArrayList<>();
        overrides().forEach(each -> overrides.add(replaced(each, change)));
        if (launch.containsKey(OVERRIDES)) {
            launch.put(OVERRIDES, overrides);
        }
        Map<String, Object> changed = new LinkedHashMap<>(parameters);
        changed.put(TEMPLATE, launch);
        return new MixedInstances(changed);
    }

    private static Map<String, Object> replaced(
            Map<?, ?> parameters, UnaryOperator<TemplateReference> change) {
        Map<String, Object> copy = new LinkedHashMap<>();
        parameters.forEach((key, value) -> copy.put(String.valueOf(key), value));
        TemplateReference template = reference(copy.get(SPECIFICATION));
        if (template != null) {
            copy.put(SPECIFICATION, change.apply(template).recorded(true));
        }
        return copy;
    }

    /// As Auto Scaling returns it, with the distribution that is in force.
    Map<String, Object> json() {
        Map<String, Object> distribution = new LinkedHashMap<>(USUAL);
        if (parameters.get(DISTRIBUTION) instanceof Map<?, ?> given) {
            given.forEach((key, value) -> distribution.put(String.valueOf(key), value));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(TEMPLATE, launch());
        json.put(DISTRIBUTION, distribution);
        return json;
    }

    private Map<?, ?> launch() {
        return parameters.get(TEMPLATE) instanceof Map<?, ?> map ? map : Map.of();
    }

    private List<Map<?, ?>> overrides() {
        List<Map<?, ?>> found = new ArrayList<>();
        if (launch().get(OVERRIDES) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> map) {
                    found.add(map);
                }
            }
        }
        return found;
    }

    private static @Nullable TemplateReference reference(@Nullable Object given) {
        if (!(given instanceof Map<?, ?> map)) {
            return null;
        }
        return new TemplateReference(
                text(map, "LaunchTemplateId"),
                text(map, "LaunchTemplateName"),
                text(map, "Version"));
    }

    private static @Nullable String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : null;
    }
}
