package dev.profileguard.sandbox.aws.ec2.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A request to CreateFleet, as far as the sandbox uses it.
///
/// @param type `instant`, `request` or `maintain`
/// @param capacity TotalTargetCapacity: a number of instances
/// @param spot whether DefaultTargetCapacityType is `spot`
public record FleetRequest(String type, int capacity, boolean spot, List<Pool> pools) {
    /// Copies the pools.
    public FleetRequest {
        pools = List.copyOf(pools);
    }

    /// A launch template and what is said instead of it.
    ///
    /// @param overrides empty: nothing is said instead
    public record Pool(TemplateReference template, List<TemplateData> overrides) {
        /// Copies the overrides.
        public Pool {
            overrides = List.copyOf(overrides);
        }

        private Map<String, Object> recorded() {
            Map<String, Object> recorded = new LinkedHashMap<>();
            recorded.put("LaunchTemplateSpecification", template.recorded(true));
            if (!overrides.isEmpty()) {
                List<Map<String, Object>> each = new ArrayList<>();
                overrides.forEach(data -> each.add(data.recorded()));
                recorded.put("Overrides", WrappedRecord.numbered(each));
            }
            return recorded;
        }
    }

    /// One way to start the instances.
    record Choice(TemplateReference template, TemplateData override) {}

    /// Whether EC2 starts the instances before it answers.
    boolean instant() {
        return type.equals("instant");
    }

    String lifecycle() {
        return spot ? "spot" : "on-demand";
    }

    /// The ways to start the instances, in the order of the request.
    List<Choice> choices() {
        return pools.stream()
                .flatMap(pool ->
                        (pool.overrides().isEmpty()
                                        ? Stream.of(TemplateData.NONE)
                                        : pool.overrides().stream())
                                .map(data -> new Choice(pool.template(), data)))
                .toList();
    }

    /// As CloudTrail records it.
    Map<String, Object> recorded() {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("TotalTargetCapacity", capacity);
        target.put("DefaultTargetCapacityType", lifecycle());
        List<Map<String, Object>> configs = new ArrayList<>();
        pools.forEach(pool -> configs.add(pool.recorded()));
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("Type", type);
        recorded.put("TargetCapacitySpecification", target);
        recorded.put("LaunchTemplateConfigs", WrappedRecord.numbered(configs));
        return recorded;
    }
}
