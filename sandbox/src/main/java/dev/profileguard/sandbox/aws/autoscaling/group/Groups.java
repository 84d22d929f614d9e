package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateLaunches;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.time.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What calls do to groups.
public final class Groups {
    private final GroupTable table;
    private final RecordedService service;
    private final LaunchConfigurations configurations;
    private final GroupTemplates templates;
    private final ServiceRole role;
    private final Activities activities = new Activities();
    private final Capacity capacity;

    /// No groups.
    public Groups(
            RecordedService service,
            IamAccount account,
            LaunchConfigurations configurations,
            Instances instances,
            LaunchTemplates launchTemplates,
            Scheduler scheduler) {
        this.service = service;
        this.configurations = configurations;
        TemplateLaunches launches = new TemplateLaunches(instances, launchTemplates);
        table = new GroupTable(service);
        templates = new GroupTemplates(service, launchTemplates, launches);
        role = new ServiceRole(service, account);
        capacity =
                new Capacity(
                        table,
                        new Launcher(instances, launchTemplates, launches, configurations),
                        role,
                        activities,
                        scheduler,
                        service.clock()::instant);
    }

    /// The groups themselves.
    public GroupTable table() {
        return table;
    }

    /// Their instances.
    public Capacity capacity() {
        return capacity;
    }

    /// CreateAutoScalingGroup.
    public void create(Origin origin, GroupRequest request) {
        table.requireNew(origin.region(), request.name());
        if (request.source() == null) {
            throw service.refusal(
                    "ValidationError",
                    "Valid requests must contain either LaunchTemplate, LaunchConfigurationName,"
                            + " InstanceId or MixedInstancesPolicy parameter.");
        }
        LaunchSource source = checked(origin, request.source());
        Group group = Group.made(request, origin, service.clock().instant(), source);
        requireCapacity(group);
        role.createFor(origin);
        table.add(group);
        capacity.requested(group);
    }

    /// UpdateAutoScalingGroup.
    public void update(Origin origin, GroupRequest request) {
        Group group = table.required(origin.region(), request.name());
        LaunchSource source = request.source() == null ? null : checked(origin, request.source());
        change(group, old -> old.updated(request, source));
    }

    /// SetDesiredCapacity.
    public void setDesired(Origin origin, String name, int desired) {
        Group group = table.required(origin.region(), name);
        if (desired < group.least() || desired > group.most()) {
            throw service.refusal(
                    "ValidationError",
                    "New SetDesiredCapacity value %d is %s value %d for the AutoScalingGroup."
                            .formatted(
                                    desired,
                                    desired > group.most() ? "above max" : "below min",
                                    desired > group.most() ? group.most() : group.least()));
        }
        change(group, old -> old.withDesired(desired));
    }

    private void change(Group group, UnaryOperator<Group> change) {
        Group changed =
                table.change(
                        group,
                        old -> {
                            Group made = change.apply(old);
                            requireCapacity(made);
                            return made;
                        });
        if (changed != null) {
            capacity.requested(changed);
        }
    }

    private void requireCapacity(Group group) {
        if (group.most() < group.least()) {
            throw service.refusal(
                    "ValidationError",
                    "Max bound, %d, must be greater than or equal to min bound, %d"
                            .formatted(group.most(), group.least()));
        }
        if (group.desired() < group.least() || group.desired() > group.most()) {
            throw service.refusal(
                    "ValidationError",
                    "Desired capacity:%d must be between the specified min size:%d and max size:%d"
                            .formatted(group.desired(), group.least(), group.most()));
        }
    }

    /// The source with its templates' names, IDs and versions.
    ///
    /// @throws AwsServiceException `ValidationError`: it is missing or would start no instance
    public LaunchSource checked(Origin origin, LaunchSource source) {
        if (source instanceof LaunchSource.Configured configured) {
            configurations.require(origin.region(), configured.name());
        }
        if (source instanceof LaunchSource.Mixed mixed && mixed.policy().choices().isEmpty()) {
            throw service.refusal(
                    "ValidationError",
                    "Valid requests must contain a LaunchTemplateSpecification in the"
                            + " MixedInstancesPolicy.");
        }
        return templates.required(origin, source);
    }

    /// DeleteAutoScalingGroup. With instances, the group goes once they are gone.
    ///
    /// @param force whether its instances are terminated
    public void delete(Origin origin, String name, boolean force) {
        Group group = table.required(origin.region(), name);
        Group seen = Objects.requireNonNullElse(capacity.seen(group), group);
        if (seen.members().isEmpty()) {
            table.remove(seen);
        } else if (force) {
            table.change(seen, Group::thatGoes);
            capacity.requested(seen);
        } else {
            throw service.refusal(
                    "ResourceInUse",
                    "You cannot delete an AutoScalingGroup while there are instances or pending"
                            + " Spot instance request(s) still in the group.");
        }
    }

    /// TerminateInstanceInAutoScalingGroup.
    ///
    /// @param decrement whether the group does not replace the instance
    /// @return the activity, as Auto Scaling returns it
    public Map<String, Object> terminate(Origin origin, String instanceId, boolean decrement) {
        Group group =
                table.in(origin.region()).stream()
                        .filter(each ->
                                each.alive().stream()
                                        .anyMatch(it -> it.instanceId().equals(instanceId)))
                        .findFirst()
                        .orElseThrow(() ->
                                service.refusal(
                                        "ValidationError",
                                        "Instance Id not found - No managed instance found for"
                                                + " instance ID: "
                                                + instanceId));
        if (decrement && group.desired() == group.least()) {
            throw service.refusal(
                    "ValidationError",
                    ("Currently, desiredSize equals minSize (%d). Terminating instance without"
                         + " replacement will violate group's min size constraint. Either set"
                         + " shouldDecrementDesiredCapacity flag to false or lower group's min"
                         + " size.")
                            .formatted(group.least()));
        }
        if (decrement) {
            table.change(group, old -> old.withDesired(old.desired() - 1));
        }
        capacity.terminate(
                group,
                group.alive().stream().filter(it -> it.instanceId().equals(instanceId)).toList(),
                "An instance was taken out of service in response to a user request.");
        return activities.describe(origin.region(), group.name()).getFirst();
    }

    /// The groups that a description asks for, as Auto Scaling returns them.
    ///
    /// @param names empty: all
    public List<Map<String, Object>> describe(String region, List<String> names) {
        return table.in(region).stream()
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .map(each -> capacity.seen(each))
                .filter(Objects::nonNull)
                .map(each -> each.json(service.clock().instant()))
                .toList();
    }

    /// The instances of all groups, as Auto Scaling returns them.
    ///
    /// @param ids empty: all
    public List<Map<String, Object>> describeInstances(String region, List<String> ids) {
        return table.in(region).stream()
                .map(each -> capacity.seen(each))
                .filter(Objects::nonNull)
                .flatMap(group ->
                        group.members().stream()
                                .filter(each -> ids.isEmpty() || ids.contains(each.instanceId()))
                                .map(each -> each.json(service.clock().instant(), group.name())))
                .toList();
    }

    /// The activities, the newest first, as Auto Scaling returns them.
    ///
    /// @param group null: of all groups
    public List<Map<String, Object>> describeActivities(String region, @Nullable String group) {
        return activities.describe(region, group);
    }

    /// The tags of all groups, as Auto Scaling returns them.
    public List<Map<String, Object>> describeTags(String region) {
        return table.in(region).stream()
                .flatMap(group -> group.tags().stream().map(tag -> tag.json(group.name())))
                .toList();
    }

    /// CreateOrUpdateTags and DeleteTags, for one group.
    public void tag(Origin origin, String name, UnaryOperator<List<GroupTag>> change) {
        Group group = table.required(origin.region(), name);
        table.change(group, old -> old.withTags(change.apply(old.tags())));
    }

    /// Throws Auto Scaling's error where a group uses a launch configuration.
    public void requireUnused(String region, String configuration) {
        table.in(region).stream()
                .filter(each -> each.source().equals(new LaunchSource.Configured(configuration)))
                .findFirst()
                .ifPresent(group -> {
                    throw service.refusal(
                            "ResourceInUse",
                            "Cannot delete launch configuration %s because it is attached to AutoScalingGroup %s"
                                    .formatted(configuration, group.name()));
                });
    }
}
