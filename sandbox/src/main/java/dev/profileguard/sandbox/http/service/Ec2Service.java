package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Instances;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// EC2, as far as instances use instance profiles.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
public record Ec2Service(Instances instances) implements Service {
    @Override
    public Reply handle(Request request, Caller caller) {
        Map<String, List<String>> form = request.form();
        Origin origin =
                new Origin(
                        caller,
                        request.header("user-agent"),
                        request.remoteAddress(),
                        request.id());
        try {
            return handle(form, origin);
        } catch (AwsServiceException refusal) {
            throw Refusal.of(refusal);
        }
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        return Reply.xml(refusal.status(), request.id(), Ec2Xml.error(request.id(), refusal));
    }

    private Reply handle(Map<String, List<String>> form, Origin origin) {
        String action = optional(form, "Action");
        Map<String, Object> response =
                switch (action == null ? "" : action) {
                    case "RunInstances" -> {
                        required(form, "MinCount");
                        required(form, "MaxCount");
                        yield instances.run(origin, launch(form)).response();
                    }
                    case "AssociateIamInstanceProfile" ->
                            Map.of(
                                    "iamInstanceProfileAssociation",
                                    instances
                                            .associate(
                                                    origin,
                                                    required(form, "InstanceId"),
                                                    requiredProfile(form))
                                            .json());
                    case "ReplaceIamInstanceProfileAssociation" ->
                            Map.of(
                                    "iamInstanceProfileAssociation",
                                    instances
                                            .replace(
                                                    origin,
                                                    required(form, "AssociationId"),
                                                    requiredProfile(form))
                                            .json());
                    default ->
                            throw new Refusal(
                                    400,
                                    "InvalidAction",
                                    "The action %s is not valid for this web service. The sandbox has only RunInstances, AssociateIamInstanceProfile and ReplaceIamInstanceProfileAssociation of EC2."
                                            .formatted(action));
                };
        String body = Ec2Xml.response(String.valueOf(action), origin.requestId(), response);
        return Reply.xml(200, origin.requestId(), body);
    }

    private static Launch launch(Map<String, List<String>> form) {
        String image = optional(form, "ImageId");
        String type = optional(form, "InstanceType");
        return new Launch(
                image == null ? required(form, "ImageId") : image,
                type == null ? "m1.small" : type,
                profile(form));
    }

    private static @Nullable ProfileReference profile(Map<String, List<String>> form) {
        String name = optional(form, "IamInstanceProfile.Name");
        String arn = optional(form, "IamInstanceProfile.Arn");
        return name == null && arn == null ? null : new ProfileReference(name, arn);
    }

    private static ProfileReference requiredProfile(Map<String, List<String>> form) {
        ProfileReference profile = profile(form);
        return profile == null
                ? new ProfileReference(required(form, "IamInstanceProfile"), null)
                : profile;
    }

    private static String required(Map<String, List<String>> form, String name) {
        String value = optional(form, name);
        if (value == null) {
            throw new Refusal(
                    400, "MissingParameter", "The request must contain the parameter " + name);
        }
        return value;
    }

    private static @Nullable String optional(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }
}
