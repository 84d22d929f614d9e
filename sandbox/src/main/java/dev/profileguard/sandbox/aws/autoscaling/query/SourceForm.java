package dev.profileguard.sandbox.aws.autoscaling.query;

import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupTag;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.autoscaling.group.MixedInstances;
import dev.profileguard.sandbox.aws.autoscaling.refresh.Preferences;
import dev.profileguard.sandbox.aws.autoscaling.refresh.RefreshRequest;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads from forms what groups are like, and what they start instances by.
record SourceForm(AutoScalingForm form) {
    private static final String CONFIGURATION = "LaunchConfigurationName";
    private static final String GROUP = "AutoScalingGroupName";

    GroupRequest group() {
        return new GroupRequest(
                form.required(GROUP),
                source(""),
                form.number("MinSize"),
                form.number("MaxSize"),
                form.number("DesiredCapacity"),
                form.list("AvailabilityZones"),
                form.optional("VPCZoneIdentifier"),
                form.optional("NewInstancesProtectedFromScaleIn") == null
                        ? null
                        : form.flag("NewInstancesProtectedFromScaleIn"),
                tags());
    }

    RefreshRequest refresh() {
        String strategy = form.optional("Strategy");
        if (strategy != null && !strategy.equals("Rolling")) {
            throw AutoScalingForm.validation(
                    "1 validation error detected: Value '%s' at 'strategy' failed to satisfy constraint: Member must satisfy enum value set: [Rolling]"
                            .formatted(strategy));
        }
        return new RefreshRequest(
                form.required(GROUP),
                source("DesiredConfiguration."),
                new Preferences(form.tree("Preferences")));
    }

    /// The tags of a request.
    List<GroupTag> tags() {
        return form.maps("Tags").stream()
                .map(tag ->
                        new GroupTag(
                                String.valueOf(tag.get("Key")),
                                tag.get("Value") instanceof String value ? value : "",
                                Boolean.parseBoolean(String.valueOf(tag.get("PropagateAtLaunch")))))
                .toList();
    }

    private @Nullable LaunchSource source(String prefix) {
        String configuration = form.optional(prefix + CONFIGURATION);
        Map<String, Object> mixed = form.tree(prefix + "MixedInstancesPolicy");
        TemplateReference template = template(prefix + "LaunchTemplate.");
        int said = (configuration == null ? 0 : 1) + (mixed.isEmpty() ? 0 : 1);
        if (said + (template == null ? 0 : 1) > 1) {
            throw AutoScalingForm.validation(
                    "Valid requests must contain either LaunchTemplate, LaunchConfigurationName,"
                            + " InstanceId or MixedInstancesPolicy parameter.");
        }
        if (template != null) {
            return new LaunchSource.Templated(template);
        }
        if (!mixed.isEmpty()) {
            return new LaunchSource.Mixed(new MixedInstances(mixed));
        }
        return configuration == null ? null : new LaunchSource.Configured(configuration);
    }

    private @Nullable TemplateReference template(String prefix) {
        String id = form.optional(prefix + "LaunchTemplateId");
        String name = form.optional(prefix + "LaunchTemplateName");
        return id == null && name == null
                ? null
                : new TemplateReference(
                        id, id == null ? name : null, form.optional(prefix + "Version"));
    }
}
