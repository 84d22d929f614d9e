package dev.profileguard.sandbox.aws.autoscaling.query;

import dev.profileguard.sandbox.aws.autoscaling.AutoScaling;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupTag;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The forms of the calls on groups and their instances.
record GroupQuery(AutoScaling autoScaling) {
    private static final String GROUP = "AutoScalingGroupName";

    /// The elements of the response; null: it is another call.
    @Nullable Map<String, Object> elements(String action, AutoScalingForm form, Origin origin) {
        return switch (action) {
            case "CreateAutoScalingGroup" -> {
                form.required("MinSize");
                form.required("MaxSize");
                autoScaling.createGroup(origin, new SourceForm(form).group());
                yield Map.of();
            }
            case "UpdateAutoScalingGroup" -> {
                autoScaling.updateGroup(origin, new SourceForm(form).group());
                yield Map.of();
            }
            case "SetDesiredCapacity" -> {
                form.required("DesiredCapacity");
                Integer desired = form.number("DesiredCapacity");
                autoScaling.setDesiredCapacity(
                        origin, form.required(GROUP), desired == null ? 0 : desired);
                yield Map.of();
            }
            case "DeleteAutoScalingGroup" -> {
                autoScaling.deleteGroup(origin, form.required(GROUP), form.flag("ForceDelete"));
                yield Map.of();
            }
            case "TerminateInstanceInAutoScalingGroup" -> {
                form.required("ShouldDecrementDesiredCapacity");
                yield autoScaling.terminateInstance(
                        origin,
                        form.required("InstanceId"),
                        form.flag("ShouldDecrementDesiredCapacity"));
            }
            case "CreateOrUpdateTags" -> {
                List<GroupTag> tags = new SourceForm(form).tags();
                autoScaling.tags().put(origin, form.required("Tags.member.1.ResourceId"), tags);
                yield Map.of();
            }
            case "DeleteTags" -> {
                List<GroupTag> tags = new SourceForm(form).tags();
                autoScaling.tags().delete(origin, form.required("Tags.member.1.ResourceId"), tags);
                yield Map.of();
            }
            default -> described(action, form, origin);
        };
    }

    private @Nullable Map<String, Object> described(
            String action, AutoScalingForm form, Origin origin) {
        return switch (action) {
            case "DescribeAutoScalingGroups" ->
                    ResultPage.HUNDRED.of(
                            "AutoScalingGroups",
                            new GroupFilters(form)
                                    .groups(
                                            autoScaling.describeGroups(
                                                    origin, form.list("AutoScalingGroupNames"))),
                            form);
            case "DescribeAutoScalingInstances" ->
                    ResultPage.FIFTY.of(
                            "AutoScalingInstances",
                            autoScaling.describeInstances(origin, form.list("InstanceIds")),
                            form);
            case "DescribeScalingActivities" ->
                    ResultPage.ALL_HUNDRED.of(
                            "Activities",
                            autoScaling.describeActivities(origin, form.optional(GROUP)),
                            form);
            case "DescribeTags" ->
                    ResultPage.HUNDRED.of(
                            "Tags",
                            new GroupFilters(form).tags(autoScaling.tags().describe(origin)),
                            form);
            default -> null;
        };
    }
}
