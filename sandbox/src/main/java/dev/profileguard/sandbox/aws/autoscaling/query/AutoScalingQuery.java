package dev.profileguard.sandbox.aws.autoscaling.query;

import dev.profileguard.sandbox.aws.autoscaling.AutoScaling;
import dev.profileguard.sandbox.aws.autoscaling.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.LaunchConfiguration;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.regional.Page;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Auto Scaling's API of version 2011-01-01, as far as groups use instance profiles.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/Welcome.html
public record AutoScalingQuery(AutoScaling autoScaling) implements QueryApi {
    private static final int MOST_RECORDS = 100;
    private static final int USUAL_RECORDS = 50;
    private static final String CONFIGURATION = "LaunchConfigurationName";
    private static final String GROUP = "AutoScalingGroupName";

    @Override
    public QueryResponse result(Map<String, List<String>> form, Origin origin) {
        AutoScalingForm parameters = new AutoScalingForm(form);
        String action = String.valueOf(parameters.optional("Action"));
        Map<String, Object> elements = elements(action, parameters, origin);
        String body = AutoScalingXml.response(action, origin.requestId(), elements);
        return QueryResponse.xml(200, origin.requestId(), body);
    }

    @Override
    public QueryResponse refused(int status, String code, String message, String requestId) {
        return QueryResponse.xml(
                status, requestId, AutoScalingXml.error(requestId, status, code, message));
    }

    private Map<String, Object> elements(String action, AutoScalingForm form, Origin origin) {
        return switch (action) {
            case "CreateLaunchConfiguration" -> {
                autoScaling.createLaunchConfiguration(origin, configuration(form));
                yield Map.of();
            }
            case "DeleteLaunchConfiguration" -> {
                autoScaling.deleteLaunchConfiguration(origin, form.required(CONFIGURATION));
                yield Map.of();
            }
            case "DescribeLaunchConfigurations" ->
                    page(
                            "LaunchConfigurations",
                            autoScaling.describeLaunchConfigurations(
                                    origin, form.list("LaunchConfigurationNames")),
                            form);
            case "CreateAutoScalingGroup" -> {
                form.required("MinSize");
                form.required("MaxSize");
                autoScaling.createGroup(origin, group(form));
                yield Map.of();
            }
            case "UpdateAutoScalingGroup" -> {
                autoScaling.updateGroup(origin, group(form));
                yield Map.of();
            }
            case "DeleteAutoScalingGroup" -> {
                autoScaling.deleteGroup(origin, form.required(GROUP));
                yield Map.of();
            }
            case "DescribeAutoScalingGroups" ->
                    page(
                            "AutoScalingGroups",
                            autoScaling.describeGroups(origin, form.list("AutoScalingGroupNames")),
                            form);
            default ->
                    throw AutoScalingForm.refusal(
                            "InvalidAction",
                            "Could not find operation %s for version 2011-01-01. Of Auto Scaling, the sandbox has only what concerns instance profiles: Create-, Describe- and DeleteLaunchConfiguration, Create-, Update-, Describe- and DeleteAutoScalingGroup."
                                    .formatted(action));
        };
    }

    private static LaunchConfiguration configuration(AutoScalingForm form) {
        return new LaunchConfiguration(
                form.required(CONFIGURATION),
                text(form, "ImageId"),
                text(form, "InstanceType"),
                form.optional("IamInstanceProfile"));
    }

    /// Auto Scaling takes a configuration without image or type only with an instance to copy.
    private static String text(AutoScalingForm form, String name) {
        String value = form.optional(name);
        if (value == null || value.isEmpty()) {
            throw AutoScalingForm.validation(
                    "Valid requests must contain either the InstanceID parameter or both the"
                            + " ImageId and InstanceType parameters.");
        }
        return value;
    }

    private static GroupRequest group(AutoScalingForm form) {
        return new GroupRequest(
                form.required(GROUP),
                form.optional(CONFIGURATION),
                template(form),
                form.number("MinSize"),
                form.number("MaxSize"),
                form.number("DesiredCapacity"),
                form.list("AvailabilityZones"),
                form.optional("VPCZoneIdentifier"));
    }

    /// A template by itself or in a policy for mixed instances; null: the request names none.
    private static @Nullable TemplateReference template(AutoScalingForm form) {
        TemplateReference alone = template(form, "LaunchTemplate.");
        return alone == null
                ? template(form, "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.")
                : alone;
    }

    private static @Nullable TemplateReference template(AutoScalingForm form, String prefix) {
        String id = form.optional(prefix + "LaunchTemplateId");
        String name = form.optional(prefix + "LaunchTemplateName");
        return id == null && name == null
                ? null
                : new TemplateReference(
                        id, id == null ? name : null, form.optional(prefix + "Version"));
    }

    private static Map<String, Object> page(
            String list, List<Map<String, Object>> all, AutoScalingForm form) {
        Integer most = form.number("MaxRecords");
        if (most != null && (most < 1 || most > MOST_RECORDS)) {
            throw AutoScalingForm.validation("The value of MaxRecords must be from 1 to 100.");
        }
        Page<Map<String, Object>> page =
                Page.of(all, most == null ? USUAL_RECORDS : most, form.optional("NextToken"))
                        .orElseThrow(() ->
                                AutoScalingForm.refusal(
                                        "InvalidNextToken", "The token is invalid."));
        Map<String, Object> elements = new LinkedHashMap<>();
        elements.put(list, page.items());
        if (page.next() != null) {
            elements.put("NextToken", page.next());
        }
        return elements;
    }
}
