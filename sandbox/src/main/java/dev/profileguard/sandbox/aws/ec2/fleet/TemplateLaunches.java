package dev.profileguard.sandbox.aws.ec2.fleet;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.RegionalCalls;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Starts instances by a launch template. Whoever uses a template needs the permissions for all
/// that it says, `iam:PassRole` included.
public final class TemplateLaunches {
    private static final String FLEET = "ec2fleet.amazonaws.com";

    private final Instances instances;
    private final RegionalCalls calls;
    private final LaunchTemplates templates;

    /// Launches by these templates.
    public TemplateLaunches(Instances instances, LaunchTemplates templates) {
        this.instances = instances;
        this.calls = instances.calls();
        this.templates = templates;
    }

    /// RunInstances with a launch template.
    ///
    /// @param said what the request says instead of the template
    /// @param most MinCount and MaxCount
    /// @return EC2's response
    public Map<String, Object> run(
            Origin origin,
            TemplateReference template,
            TemplateData said,
            int most,
            boolean dryRun) {
        return calls.call(
                origin,
                "RunInstances",
                recorded(template, said, most),
                () -> {
                    TemplateData data = templates.required(origin, template).overriddenBy(said);
                    return instances.launch(origin, launch(data, most), dryRun);
                },
                response -> response);
    }

    /// Starts instances for a fleet, with the permissions of whoever asked for the fleet.
    /// CloudTrail records it as a call of `ec2fleet.amazonaws.com` on their behalf, as in
    /// https://github.com/aws/karpenter-provider-aws/issues/8190. No record of such a call that
    /// failed is published, so that the sandbox records none: the error is in that of CreateFleet.
    ///
    /// @param origin the call of CreateFleet
    /// @return EC2's response to RunInstances
    /// @throws AwsServiceException EC2's error about template, profile or permission
    Map<String, Object> startForFleet(
            Origin origin, TemplateReference template, TemplateData said, int most) {
        Origin fleet =
                new Origin(new Caller.Service(FLEET, origin.caller()), FLEET, FLEET)
                        .in(origin.region());
        TemplateData data = templates.required(fleet, template).overriddenBy(said);
        Map<String, Object> response = instances.launch(fleet, launch(data, most), false);
        return calls.service()
                .call(
                        fleet,
                        "RunInstances",
                        recorded(template, said, most),
                        () -> response,
                        started -> started);
    }

    /// Starts instances for an Auto Scaling group.
    ///
    /// @param origin the service, with its role
    /// @param tags of the instances, besides those of the template
    /// @return EC2's response to RunInstances
    /// @throws AwsServiceException EC2's error about template, profile or permission
    public Map<String, Object> startForGroup(
            Origin origin,
            TemplateReference template,
            TemplateData said,
            int most,
            Map<String, String> tags) {
        return calls.call(
                origin,
                "RunInstances",
                recorded(template, said, most),
                () -> {
                    TemplateData data = templates.required(origin, template).overriddenBy(said);
                    return instances.launch(
                            origin, data.launch(calls.service(), most, most, tags), false);
                },
                response -> response);
    }

    /// Throws EC2's error where an instance could not be started by a template.
    ///
    /// @param said instead of the template
    /// @throws AwsServiceException as above
    public void check(Origin origin, TemplateReference template, TemplateData said) {
        TemplateData data = templates.required(origin, template).overriddenBy(said);
        try {
            instances.launch(origin, launch(data, 1), true);
        } catch (AwsServiceException refusal) {
            if (!refusal.awsErrorDetails().errorCode().equals("DryRunOperation")) {
                throw refusal;
            }
        }
    }

    private Launch launch(TemplateData data, int most) {
        return data.launch(calls.service(), most, most, Map.of());
    }

    /// Records have no profile that comes from the template.
    private static Map<String, Object> recorded(
            TemplateReference template, TemplateData said, int most) {
        Map<String, Object> item = new LinkedHashMap<>();
        if (said.imageId() != null) {
            item.put("imageId", said.imageId());
        }
        item.put("minCount", most);
        item.put("maxCount", most);
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("instancesSet", Map.of("items", List.of(item)));
        if (said.instanceType() != null) {
            recorded.put("instanceType", said.instanceType());
        }
        if (said.profile() != null) {
            recorded.put("iamInstanceProfile", said.profile().recorded("name", "arn"));
        }
        recorded.put("launchTemplate", template.recorded(false));
        return recorded;
    }
}
