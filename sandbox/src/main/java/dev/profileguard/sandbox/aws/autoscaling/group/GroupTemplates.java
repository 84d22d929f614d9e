package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplate;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateLaunches;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The launch templates that groups are to use. Auto Scaling tries to start an instance by the
/// template, with the permissions of the caller. It passes on what EC2 says about the template, but
/// hides what permission is missing.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-launch-template.html
///
/// The sentence about a profile is as in
/// https://github.com/hashicorp/terraform-provider-aws/issues/4769.
record GroupTemplates(
        RecordedService service, LaunchTemplates templates, TemplateLaunches launches) {
    private static final int FORBIDDEN = 403;

    /// The source with ID, name and version of each template.
    ///
    /// @throws AwsServiceException `ValidationError`, or `AccessDenied`
    LaunchSource required(Origin origin, LaunchSource given) {
        return switch (given) {
            case LaunchSource.Configured configured -> configured;
            case LaunchSource.Templated templated ->
                    new LaunchSource.Templated(required(origin, templated.template(), null));
            case LaunchSource.Mixed mixed -> {
                for (MixedInstances.Choice choice : mixed.policy().choices()) {
                    required(origin, choice.template(), choice.type());
                }
                yield new LaunchSource.Mixed(
                        mixed.policy().with(template -> named(origin, template)));
            }
        };
    }

    private TemplateReference required(
            Origin origin, TemplateReference given, @Nullable String type) {
        try {
            launches.check(origin, given, new TemplateData(null, type, null));
            return named(origin, given);
        } catch (AwsServiceException refusal) {
            throw refusal.statusCode() == FORBIDDEN
                    ? service.refusal(
                            FORBIDDEN,
                            "AccessDenied",
                            "You are not authorized to use launch template: " + given.text())
                    : service.refusal(
                            "ValidationError",
                            "You must use a valid fully-formed launch template. "
                                    + refusal.awsErrorDetails().errorMessage());
        }
    }

    private TemplateReference named(Origin origin, TemplateReference given) {
        LaunchTemplate template = templates.template(origin, given);
        return new TemplateReference(
                template.id(),
                template.name(),
                Objects.requireNonNullElse(given.version(), "$Default"));
    }
}
