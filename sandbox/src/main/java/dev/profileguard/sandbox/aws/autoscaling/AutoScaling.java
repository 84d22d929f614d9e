package dev.profileguard.sandbox.aws.autoscaling;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateLaunches;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import dev.profileguard.sandbox.fault.Faults;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// Auto Scaling in all regions: its launch configurations and groups. Thread-safe. A call is made
/// in the region of its [Origin], and throws [AwsServiceException] with Auto Scaling's own codes
/// and sentences. Groups start no instances: what a group would start is checked when the group is
/// told to use it, as AWS does.
public final class AutoScaling {
    private static final RegionalService.Codes CODES =
            new RegionalService.Codes("AccessDenied", "InvalidClientTokenId", "InternalFailure");

    private final RegionalService calls;
    private final LaunchConfigurations configurations;
    private final Groups groups;

    /// No launch configurations and no groups.
    ///
    /// @param instances EC2, which a launch template is checked against
    /// @param permissions finds what a caller may do
    public AutoScaling(
            IamAccount account,
            Instances instances,
            LaunchTemplates templates,
            InstantSource clock,
            Trail trail,
            Faults faults,
            Function<Caller, Authorizer> permissions) {
        RecordedService service =
                new RecordedService("autoscaling", ErrorSpelling.EXCEPTION, clock, trail);
        calls = new RegionalService(service, instances.regions(), faults, permissions, CODES);
        configurations = new LaunchConfigurations(calls, account);
        groups =
                new Groups(
                        service,
                        configurations,
                        new GroupTemplates(
                                service, templates, new TemplateLaunches(instances, templates)));
    }

    /// CreateLaunchConfiguration.
    public void createLaunchConfiguration(Origin origin, LaunchConfiguration made) {
        write(
                origin,
                "CreateLaunchConfiguration",
                made.recorded(),
                configuration(made.name()),
                () -> configurations.create(origin, made));
    }

    /// DeleteLaunchConfiguration.
    public void deleteLaunchConfiguration(Origin origin, String name) {
        write(
                origin,
                "DeleteLaunchConfiguration",
                Map.of("launchConfigurationName", name),
                configuration(name),
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
        return read(
                origin,
                "DescribeLaunchConfigurations",
                () -> configurations.describe(origin.region(), names));
    }

    /// CreateAutoScalingGroup.
    public void createGroup(Origin origin, GroupRequest request) {
        write(
                origin,
                "CreateAutoScalingGroup",
                request.recorded(),
                group(request.name()),
                () -> groups.create(origin, request));
    }

    /// UpdateAutoScalingGroup.
    public void updateGroup(Origin origin, GroupRequest request) {
        write(
                origin,
                "UpdateAutoScalingGroup",
                request.recorded(),
                group(request.name()),
                () -> groups.update(origin, request));
    }

    /// DeleteAutoScalingGroup.
    public void deleteGroup(Origin origin, String name) {
        write(
                origin,
                "DeleteAutoScalingGroup",
                Map.of("autoScalingGroupName", name),
                group(name),
                () -> groups.delete(origin.region(), name));
    }

    /// DescribeAutoScalingGroups.
    ///
    /// @param names empty: all
    /// @return each as Auto Scaling returns it
    public List<Map<String, Object>> describeGroups(Origin origin, List<String> names) {
        return read(
                origin, "DescribeAutoScalingGroups", () -> groups.describe(origin.region(), names));
    }

    private void write(
            Origin origin,
            String operation,
            Map<String, Object> request,
            String resource,
            Runnable work) {
        calls.call(
                origin,
                operation,
                request,
                () -> {
                    String arn =
                            "arn:aws:autoscaling:%s:%s:%s"
                                    .formatted(origin.region(), Stack.ACCOUNT, resource);
                    calls.require(origin, new AccessRequest("autoscaling:" + operation, arn));
                    work.run();
                    return true;
                },
                done -> Map.of());
    }

    private <T> T read(Origin origin, String operation, Supplier<T> work) {
        return calls.call(
                origin,
                operation,
                Map.of(),
                () -> {
                    calls.require(origin, new AccessRequest("autoscaling:" + operation, "*"));
                    return work.get();
                },
                result -> Map.of());
    }

    private static String configuration(String name) {
        return "launchConfiguration:*:launchConfigurationName/" + name;
    }

    private static String group(String name) {
        return "autoScalingGroup:*:autoScalingGroupName/" + name;
    }
}
