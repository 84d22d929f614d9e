package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.Map;

/// What a group starts its instances by.
public sealed interface LaunchSource {
    /// A launch configuration.
    record Configured(String name) implements LaunchSource {
        @Override
        public Map<String, Object> json() {
            return Map.of("LaunchConfigurationName", name);
        }
    }

    /// A launch template.
    record Templated(TemplateReference template) implements LaunchSource {
        @Override
        public Map<String, Object> json() {
            return Map.of("LaunchTemplate", template.recorded(true));
        }
    }

    /// A policy for several instance types, each perhaps with a launch template of its own.
    record Mixed(MixedInstances policy) implements LaunchSource {
        @Override
        public Map<String, Object> json() {
            return Map.of("MixedInstancesPolicy", policy.json());
        }
    }

    /// As Auto Scaling returns it: one element.
    Map<String, Object> json();

    /// As CloudTrail records it in a request.
    default Map<String, Object> recorded() {
        return RecordedKeys.of(json());
    }
}
