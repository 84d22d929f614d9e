package dev.profileguard.sandbox.aws.ec2;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/// The permissions that EC2 asks for, with their condition keys.
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
public final class Permission {
    private static final String ANY = "*";

    private Permission() {}

    /// For a call that has no resource, such as DescribeInstances.
    public static AccessRequest withoutResource(Origin origin, String operation) {
        return new AccessRequest("ec2:" + operation, ANY, inRegion(origin));
    }

    /// For a call on another resource than an instance.
    ///
    /// @param resource such as `launch-template/*`
    public static AccessRequest onResource(Origin origin, String operation, String resource) {
        String arn = "arn:aws:ec2:%s:%s:%s".formatted(origin.region(), origin.account(), resource);
        return new AccessRequest("ec2:" + operation, arn, inRegion(origin));
    }

    /// For a call on an instance.
    ///
    /// @param profile that the instance is to get; null: none
    static AccessRequest onInstance(
            Origin origin, String operation, Instance instance, @Nullable InstanceProfile profile) {
        Map<String, List<String>> context = inRegion(origin);
        instance.launch()
                .tags()
                .forEach((key, value) -> {
                    context.put("aws:ResourceTag/" + key, List.of(value));
                    context.put("ec2:ResourceTag/" + key, List.of(value));
                });
        context.put("ec2:InstanceType", List.of(instance.launch().instanceType()));
        if (instance.association() != null) {
            context.put("ec2:InstanceProfile", List.of(instance.association().profile().arn()));
        }
        if (profile != null) {
            context.put("ec2:NewInstanceProfile", List.of(profile.arn()));
        }
        return new AccessRequest("ec2:" + operation, arn(origin, instance.id()), context);
    }

    /// For the start of instances.
    ///
    /// @param profile that they are to get; null: none
    static AccessRequest toRun(Origin origin, Launch launch, @Nullable InstanceProfile profile) {
        Map<String, List<String>> context = inRegion(origin);
        context.put("ec2:InstanceType", List.of(launch.instanceType()));
        requestTags(launch, context);
        if (profile != null) {
            context.put("ec2:InstanceProfile", List.of(profile.arn()));
        }
        return new AccessRequest("ec2:RunInstances", arn(origin, ANY), context);
    }

    /// For the image of these instances.
    static AccessRequest onImage(Origin origin, Launch launch) {
        String image = "arn:aws:ec2:%s::image/%s".formatted(origin.region(), launch.imageId());
        return new AccessRequest("ec2:RunInstances", image, inRegion(origin));
    }

    /// For the tags of these instances.
    static AccessRequest toTag(Origin origin, Launch launch) {
        Map<String, List<String>> context = inRegion(origin);
        context.put("ec2:CreateAction", List.of("RunInstances"));
        requestTags(launch, context);
        return new AccessRequest("ec2:CreateTags", arn(origin, ANY), context);
    }

    /// For the tags of a launch template.
    ///
    /// @param operation that creates it
    /// @param id of the template, or `*`
    public static AccessRequest toTag(
            Origin origin, String operation, String id, Map<String, String> tags) {
        Map<String, List<String>> context = inRegion(origin);
        context.put("ec2:CreateAction", List.of(operation));
        tags.forEach((key, value) -> context.put("aws:RequestTag/" + key, List.of(value)));
        context.put("aws:TagKeys", List.copyOf(tags.keySet()));
        return onResource(origin, "CreateTags", "launch-template/" + id).with(context);
    }

    /// For passing the role that is in the profile now.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    ///
    /// @param instanceId that gets the role; `*`: a new one
    public static AccessRequest toPass(Origin origin, Role role, String instanceId) {
        return AccessRequest.toPass(role.arn(), arn(origin, instanceId)).with(inRegion(origin));
    }

    private static void requestTags(Launch launch, Map<String, List<String>> context) {
        launch.tags().forEach((key, value) -> context.put("aws:RequestTag/" + key, List.of(value)));
        if (!launch.tags().isEmpty()) {
            context.put("aws:TagKeys", List.copyOf(launch.tags().keySet()));
        }
    }

    private static Map<String, List<String>> inRegion(Origin origin) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        context.put("aws:RequestedRegion", List.of(origin.region()));
        context.put("ec2:Region", List.of(origin.region()));
        return context;
    }

    private static String arn(Origin origin, String instanceId) {
        return "arn:aws:ec2:%s:%s:instance/%s"
                .formatted(origin.region(), origin.account(), instanceId);
    }
}
