package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplate;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The launch templates that people give to node groups. EKS starts no instance by them: it makes
/// templates of its own from them, with its own profile.
/// https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
record NodegroupTemplates(Instances instances, LaunchTemplates templates) {
    static final String TEMPLATE = "launchTemplate";
    private static final String IMAGE = "ami-0e5ba2d9a5a1c2b3f";
    private static final String TYPE = "t3.medium";
    private static final int FORBIDDEN = 403;

    /// A launch template that EKS takes.
    ///
    /// @param json as DescribeNodegroup returns it
    /// @param data what it says
    record Accepted(Map<String, Object> json, TemplateData data) {}

    /// The launch template of a request; null: it names none.
    @Nullable Accepted of(EksInput input) {
        if (!input.values().containsKey(TEMPLATE)) {
            return null;
        }
        TemplateReference given = reference(input.in(TEMPLATE));
        LaunchTemplate template;
        TemplateData data;
        try {
            template = templates.template(input.origin(), given);
            data = templates.required(input.origin(), given);
        } catch (AwsServiceException refusal) {
            throw input.invalid(refusal.awsErrorDetails().errorMessage());
        }
        requireNoProfile(input, template, data);
        requireLaunch(input, data);
        return new Accepted(json(template, given), data);
    }

    /// https://github.com/aws-controllers-k8s/community/issues/2645
    private static TemplateReference reference(EksInput given) {
        String id = given.optional("id");
        String name = given.optional("name");
        if ((id == null) == (name == null)) {
            throw given.invalid(
                    "Either provide launch template ID or launch template name in the request.");
        }
        return new TemplateReference(id, name, given.optional("version"));
    }

    /// The sentence is as in https://github.com/vumdao/aws-eks-the-hard-way.
    private static void requireNoProfile(
            EksInput input, LaunchTemplate template, TemplateData data) {
        if (data.profile() != null) {
            throw input.invalid(
                    ("Launch template %s should not specify an instance profile. The noderole in"
                                    + " your request will be used to construct an instance"
                                    + " profile.")
                            .formatted(template.name()));
        }
    }

    /// EKS tries whether the caller could start instances by the template, and passes on what EC2
    /// says. The sentence is as in https://github.com/scylladb/scylla-cluster-tests/issues/12172.
    private void requireLaunch(EksInput input, TemplateData data) {
        TemplateData own = own(data, null);
        try {
            instances.launch(
                    input.origin(),
                    new Launch(String.valueOf(own.imageId()), type(own), null),
                    true);
        } catch (AwsServiceException refusal) {
            if (refusal.statusCode() == FORBIDDEN) {
                throw input.service()
                        .refusal(
                                "InvalidRequestException",
                                "You are not authorized to launch instances with this launch"
                                        + " template. "
                                        + text(refusal));
            }
        }
    }

    private static String text(AwsServiceException refusal) {
        return refusal.awsErrorDetails()
                .errorMessage()
                .replace("You are not authorized to perform this operation. ", "");
    }

    private static String type(TemplateData data) {
        return Objects.requireNonNullElse(data.instanceType(), TYPE);
    }

    /// EKS keeps a number, also of the default version.
    private static Map<String, Object> json(LaunchTemplate template, TemplateReference given) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", template.name());
        json.put("version", String.valueOf(template.number(given.version())));
        json.put("id", template.id());
        return json;
    }

    /// What EKS's own template says: what the given one does, with EKS's profile.
    ///
    /// @param given null: the group has no template
    static TemplateData own(@Nullable TemplateData given, @Nullable String profile) {
        return new TemplateData(
                given == null || given.imageId() == null ? IMAGE : given.imageId(),
                given == null || given.instanceType() == null ? TYPE : given.instanceType(),
                profile == null ? null : ProfileReference.named(profile));
    }
}
