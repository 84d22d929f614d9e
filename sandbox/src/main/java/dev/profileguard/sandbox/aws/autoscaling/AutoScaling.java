package dev.profileguard.sandbox.aws.autoscaling;

import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupTag;
import dev.profileguard.sandbox.aws.autoscaling.group.Groups;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchConfiguration;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchConfigurations;
import dev.profileguard.sandbox.aws.autoscaling.refresh.Refreshes;
import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.time.Scheduler;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Auto Scaling in all regions: its launch configurations, groups and instance refreshes.
/// Thread-safe. A call is made in the region of its [Origin], and throws [AwsServiceException] with
/// Auto Scaling's own codes and sentences. What a group would start is checked when a call sets it,
/// with the permissions of the caller; then Auto Scaling starts and terminates instances with its
/// own role, a moment of the sandbox's time after the call.
public final class AutoScaling {
    private static final RegionalService.Codes CODES =
            new RegionalService.Codes("AccessDenied", "InvalidClientTokenId", "InternalFailure");

    private final ScalingCalls calls;
    private final LaunchConfigurations configurations;
    private final Groups groups;
    private final Refreshes refreshed;

    /// No launch configurations and no groups.
    ///
    /// @param instances EC2, which starts the instances
    /// @param permissions finds what a caller may do
    public AutoScaling(
            IamAccount account,
            Instances instances,
            LaunchTemplates templates,
            InstantSource clock,
            Scheduler scheduler,
            Trail trail,
            Faults faults,
            Function<Caller, Authorizer> permissions) {
        RecordedService service =
                new RecordedService("autoscaling", ErrorSpelling.EXCEPTION, clock, trail);
        RegionalService regional =
                new RegionalService(service, instances.regions(), faults, permissions, CODES);
        calls = new ScalingCalls(regional);
        configurations = new LaunchConfigurations(regional, account);
        groups = new Groups(service, account, configurations, instances, templates, scheduler);
        refreshed = new Refreshes(service, groups, scheduler);
    }

    /// The calls on instance refreshes.
    public InstanceRefreshes refreshes() {
        return new InstanceRefreshes(calls, refreshed);
    }

    /// CreateLaunchConfiguration.
    public void createLaunchConfiguration(Origin origin, LaunchConfiguration made) {
        calls.write(
                origin,
                "CreateLaunchConfiguration",
                made.recorded(),
                ScalingCalls.configuration(made.name()),
                () -> configurations.create(origin, made));
    }

    /// DeleteLaunchConfiguration.
    public void deleteLaunchConfiguration(Origin origin, String name) {
        calls.write(
                origin,
                "DeleteLaunchConfiguration",
                Map.of("launchConfigurationName", name),
                ScalingCalls.configuration(name),
                () -> {
                    groups.requireUnused(origin.region(), name);
                    configurations.delete(origin.region(), name);
                });
    }

    /// DescribeLaunchConfigurations.
    ///
    /// @param names empty: all
    /// @return each as Auto Scaling returns it
    public List<Map<String, Object>> describeLaunchConfigurations(
            Origin origin, List<String> names) {
        return calls.read(
                origin,
                "DescribeLaunchConfigurations",
                () -> configurations.describe(origin.region(), names));
    }

    /// CreateAutoScalingGroup.
    public void createGroup(Origin origin, GroupRequest request) {
        calls.write(
                origin,
                "CreateAutoScalingGroup",
                request.recorded(),
                ScalingCalls.group(request.name()),
                () -> groups.create(origin, request));
    }

    /// UpdateAutoScalingGroup.
    public void updateGroup(Origin origin, GroupRequest request) {
        calls.write(
                origin,
                "UpdateAutoScalingGroup",
                request.recorded(),
                ScalingCalls.group(request.name()),
                () -> {
                    if (request.source() != null) {
                        refreshed.requireNoDesired(origin.region(), request.name());
                    }
                    groups.update(origin, request);
                });
    }

    /// SetDesiredCapacity.
    public void setDesiredCapacity(Origin origin, String name, int desired) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("autoScalingGroupName", name);
        request.put("desiredCapacity", desired);
        calls.write(
                origin,
                "SetDesiredCapacity",
                request,
                ScalingCalls.group(name),
                () -> groups.setDesired(origin, name, desired));
    }

    /// DeleteAutoScalingGroup without force.
    public void deleteGroup(Origin origin, String name) {
        deleteGroup(origin, name, false);
    }

    /// DeleteAutoScalingGroup.
    ///
    /// @param force ForceDelete: whether the group's instances are terminated
    public void deleteGroup(Origin origin, String name, boolean force) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("autoScalingGroupName", name);
        if (force) {
            request.put("forceDelete", true);
        }
        calls.write(
                origin,
                "DeleteAutoScalingGroup",
                request,
                ScalingCalls.group(name),
                () -> groups.delete(origin, name, force));
    }

    /// TerminateInstanceInAutoScalingGroup.
    ///
    /// @param decrement ShouldDecrementDesiredCapacity: whether the instance is not replaced
    /// @return the activity, as Auto Scaling returns it
    public Map<String, Object> terminateInstance(
            Origin origin, String instanceId, boolean decrement) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("instanceId", instanceId);
        request.put("shouldDecrementDesiredCapacity", decrement);
        return calls.write(
                origin,
                "TerminateInstanceInAutoScalingGroup",
                request,
                ScalingCalls.group("*"),
                () -> Map.of("Activity", groups.terminate(origin, instanceId, decrement)));
    }

    /// CreateOrUpdateTags or DeleteTags, for the tags of one group.
    ///
    /// @param operation its name
    /// @param change of the group's tags
    void tag(
            Origin origin,
            String operation,
            String name,
            List<GroupTag> tags,
            UnaryOperator<List<GroupTag>> change) {
        calls.write(
                origin,
                operation,
                GroupTag.recorded(name, tags),
                ScalingCalls.group(name),
                () -> groups.tag(origin, name, change));
    }

    /// The calls on the tags of groups.
    public GroupTags tags() {
        return new GroupTags(this);
    }

    /// DescribeTags.
    ///
    /// @return each as Auto Scaling returns it
    List<Map<String, Object>> describeTags(Origin origin) {
        return calls.read(origin, "DescribeTags", () -> groups.describeTags(origin.region()));
    }

    /// DescribeAutoScalingGroups.
    ///
    /// @param names empty: all
    /// @return each as Auto Scaling returns it
    public List<Map<String, Object>> describeGroups(Origin origin, List<String> names) {
        return calls.read(
                origin, "DescribeAutoScalingGroups", () -> groups.describe(origin.region(), names));
    }

    /// DescribeAutoScalingInstances.
    ///
    /// @param ids empty: the instances of all groups
    /// @return each as Auto Scaling returns it
    public List<Map<String, Object>> describeInstances(Origin origin, List<String> ids) {
        return calls.read(
                origin,
                "DescribeAutoScalingInstances",
                () -> groups.describeInstances(origin.region(), ids));
    }

    /// DescribeScalingActivities.
    ///
    /// @param group null: of all groups
    /// @return the newest first, as Auto Scaling returns them
    public List<Map<String, Object>> describeActivities(Origin origin, @Nullable String group) {
        return calls.read(
                origin,
                "DescribeScalingActivities",
                () -> groups.describeActivities(origin.region(), group));
    }
}
