package dev.profileguard.compute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An Auto Scaling group.
///
/// @param desired how many instances it should have
/// @param instances the IDs of the instances that it has, also of those that do not use the profile
/// @param owner what its tags say that it belongs to
public record ScalingGroup(
        String region,
        String name,
        Source source,
        int desired,
        List<String> instances,
        Owner owner) {
    /// Takes a copy.
    public ScalingGroup {
        instances = List.copyOf(instances);
    }

    /// What the group starts instances from.
    public sealed interface Source {
        /// A launch template.
        record Template(TemplateChoice choice) implements Source {}

        /// A policy with several launch templates or instance types.
        ///
        /// See
        /// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html
        ///
        /// @param choices that of the policy first, then those of its overrides
        record Mixed(List<TemplateChoice> choices) implements Source {
            /// Takes a copy.
            public Mixed {
                choices = List.copyOf(choices);
            }
        }

        /// A launch configuration.
        record Configuration(String name) implements Source {}

        /// Nothing that is known.
        record Unknown() implements Source {}

        /// The launch templates in it.
        default List<TemplateChoice> templates() {
            return switch (this) {
                case Template(TemplateChoice choice) -> List.of(choice);
                case Mixed(List<TemplateChoice> choices) -> choices;
                case Configuration configuration -> List.of();
                case Unknown unknown -> List.of();
            };
        }

        /// The launch configuration in it; null: none.
        default @Nullable String configuration() {
            return this instanceof Configuration(String name) ? name : null;
        }
    }

    /// A launch template and a version.
    ///
    /// @param version a number, `$Latest` or `$Default`
    public record TemplateChoice(String id, String version) {
        Map<String, String> json() {
            return Map.of("template", id, "version", version);
        }
    }

    /// As JSON values.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("region", region);
        json.put("group", name);
        if (source.configuration() != null) {
            json.put("launchConfiguration", source.configuration());
        }
        if (!source.templates().isEmpty()) {
            json.put("templates", source.templates().stream().map(TemplateChoice::json).toList());
        }
        json.put("desiredCapacity", desired);
        json.put("instances", instances.size());
        json.putAll(owner.json());
        return json;
    }
}
