package dev.profileguard.sandbox.aws.autoscaling.query;

import dev.profileguard.sandbox.aws.autoscaling.AutoScaling;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchConfiguration;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import java.util.List;
import java.util.Map;

/// Auto Scaling's API of version 2011-01-01, as far as groups use instance profiles.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/Welcome.html
public record AutoScalingQuery(AutoScaling autoScaling) implements QueryApi {
    private static final String CONFIGURATION = "LaunchConfigurationName";

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
                    ResultPage.HUNDRED.of(
                            "LaunchConfigurations",
                            autoScaling.describeLaunchConfigurations(
                                    origin, form.list("LaunchConfigurationNames")),
                            form);
            default -> others(action, form, origin);
        };
    }

    private Map<String, Object> others(String action, AutoScalingForm form, Origin origin) {
        Map<String, Object> ofGroups = new GroupQuery(autoScaling).elements(action, form, origin);
        if (ofGroups != null) {
            return ofGroups;
        }
        Map<String, Object> ofRefreshes =
                new RefreshQuery(autoScaling.refreshes()).elements(action, form, origin);
        if (ofRefreshes != null) {
            return ofRefreshes;
        }
        throw AutoScalingForm.refusal(
                "InvalidAction",
                "Could not find operation %s for version 2011-01-01. Of Auto Scaling, the sandbox has only what concerns instance profiles: the calls on launch configurations, groups, their instances, activities and tags, and on instance refreshes."
                        .formatted(action));
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
}
