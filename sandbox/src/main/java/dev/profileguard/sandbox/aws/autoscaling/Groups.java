package dev.profileguard.sandbox.aws.autoscaling;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The groups of all regions.
final class Groups {
    private final Map<String, Group> byRegionAndName = new LinkedHashMap<>();
    private final RecordedService service;
    private final LaunchConfigurations configurations;
    private final GroupTemplates templates;

    Groups(RecordedService service, LaunchConfigurations configurations, GroupTemplates templates) {
        this.service = service;
        this.configurations = configurations;
        this.templates = templates;
    }

    void create(Origin origin, GroupRequest request) {
        requireNew(origin.region(), request.name());
        if (request.configuration() == null && request.template() == null) {
            throw service.refusal(
                    "ValidationError",
                    "Valid requests must contain either LaunchTemplate, LaunchConfigurationName,"
                            + " InstanceId or MixedInstancesPolicy parameter.");
        }
        TemplateReference template = checked(origin, request);
        Group group = Group.made(request, origin.region(), service.clock().instant(), template);
        synchronized (this) {
            requireNew(origin.region(), request.name());
            byRegionAndName.put(key(origin.region(), request.name()), group);
        }
    }

    void update(Origin origin, GroupRequest request) {
        required(origin.region(), request.name());
        TemplateReference template = checked(origin, request);
        synchronized (this) {
            Group group = required(origin.region(), request.name());
            byRegionAndName.put(
                    key(origin.region(), request.name()), group.updated(request, template));
        }
    }

    /// The template that a request names; null: it names a configuration, or nothing.
    private @Nullable TemplateReference checked(Origin origin, GroupRequest request) {
        if (request.configuration() != null) {
            configurations.require(origin.region(), request.configuration());
        }
        return request.template() == null ? null : templates.required(origin, request.template());
    }

    synchronized void delete(String region, String name) {
        required(region, name);
        byRegionAndName.remove(key(region, name));
    }

    synchronized List<Map<String, Object>> describe(String region, List<String> names) {
        return byRegionAndName.values().stream()
                .filter(each -> each.region().equals(region))
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .map(Group::json)
                .toList();
    }

    /// Throws Auto Scaling's error where a group uses a launch configuration.
    synchronized void requireUnused(String region, String configuration) {
        byRegionAndName.values().stream()
                .filter(each -> each.region().equals(region))
                .filter(each -> configuration.equals(each.configuration()))
                .findFirst()
                .ifPresent(group -> {
                    throw service.refusal(
                            "ResourceInUse",
                            "Cannot delete launch configuration %s because it is attached to AutoScalingGroup %s"
                                    .formatted(configuration, group.name()));
                });
    }

    private synchronized void requireNew(String region, String name) {
        if (byRegionAndName.containsKey(key(region, name))) {
            throw service.refusal(
                    "AlreadyExists",
                    "AutoScalingGroup by this name already exists - A group with the name %s already exists"
                            .formatted(name));
        }
    }

    private synchronized Group required(String region, String name) {
        Group group = byRegionAndName.get(key(region, name));
        if (group == null) {
            throw service.refusal("ValidationError", "AutoScalingGroup name not found - null");
        }
        return group;
    }

    private static String key(String region, String name) {
        return region + " " + name;
    }
}
