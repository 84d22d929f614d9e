package dev.profileguard.sandbox.aws.autoscaling;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplate;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateLaunches;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.Objects;
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

    /// The template with ID, name and version.
    ///
    /// @throws AwsServiceException `ValidationError`, or `AccessDenied`
    TemplateReference required(Origin origin, TemplateReference given) {
        try {
            launches.check(origin, given);
            LaunchTemplate template = templates.template(origin, given);
            return new TemplateReference(
                    template.id(),
                    template.name(),
                    Objects.requireNonNullElse(given.version(), "$Default"));
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
}
