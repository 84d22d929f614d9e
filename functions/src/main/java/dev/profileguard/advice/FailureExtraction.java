package dev.profileguard.advice;

import dev.profileguard.advice.rule.AdviceSubject;
import dev.profileguard.advice.rule.FailedCall;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds the refused call in an event. One table has the calls of each service.
final class FailureExtraction {
    private static final Map<String, Set<String>> CALLS =
            Map.of(
                    "iam.amazonaws.com",
                    Set.of(
                            "CreateInstanceProfile",
                            "DeleteInstanceProfile",
                            "AddRoleToInstanceProfile",
                            "RemoveRoleFromInstanceProfile",
                            "TagInstanceProfile",
                            "UntagInstanceProfile",
                            "CreateRole",
                            "DeleteRole",
                            "UpdateRole",
                            "UpdateAssumeRolePolicy",
                            "AttachRolePolicy",
                            "DetachRolePolicy",
                            "PutRolePolicy",
                            "DeleteRolePolicy",
                            "PutRolePermissionsBoundary",
                            "DeleteRolePermissionsBoundary",
                            "TagRole",
                            "UntagRole"),
                    "ec2.amazonaws.com",
                    Set.of(
                            "RunInstances",
                            "RequestSpotInstances",
                            "CreateFleet",
                            "AssociateIamInstanceProfile",
                            "ReplaceIamInstanceProfileAssociation",
                            "DisassociateIamInstanceProfile"),
                    "autoscaling.amazonaws.com",
                    Set.of(
                            "CreateAutoScalingGroup",
                            "UpdateAutoScalingGroup",
                            "CreateLaunchConfiguration"),
                    "eks.amazonaws.com",
                    Set.of("CreateNodegroup"),
                    "sts.amazonaws.com",
                    Set.of("AssumeRole"));

    /// A dry run that would have succeeded.
    private static final String DRY_RUN = "DryRunOperation";

    private FailureExtraction() {}

    /// The operations in a fixed order.
    static Set<String> operations() {
        Set<String> all = new TreeSet<>();
        CALLS.values().forEach(all::addAll);
        return all;
    }

    /// The refused call in an event.
    static Extracted<Failure> in(CloudTrailEvent event) {
        if (!CALLS.getOrDefault(event.source(), Set.of()).contains(event.name())) {
            return new Extracted.NotForUs<>(
                    "%s of %s is not among the calls that are explained"
                            .formatted(event.name(), event.source()));
        }
        String error = event.errorCode();
        if (error == null) {
            return new Extracted.NotForUs<>(event.name() + " succeeded");
        }
        String code = code(error);
        if (code.equals(DRY_RUN)) {
            return new Extracted.NotForUs<>("%s was only a dry run".formatted(event.name()));
        }
        String message = event.errorMessage();
        FailedCall call =
                new FailedCall(
                        event.source(),
                        event.name(),
                        code,
                        message == null ? "" : message,
                        event.region(),
                        parameters(event.request().values()));
        return new Extracted.Found<>(new Failure(call, event.call(), AdviceSubject.of(call)));
    }

    /// CloudTrail writes EC2's codes with `Client.`, and IAM's with `Exception`.
    private static String code(String error) {
        String code = error;
        for (String prefix : List.of("Client.", "Server.")) {
            code = code.startsWith(prefix) ? code.substring(prefix.length()) : code;
        }
        return code.endsWith("Exception")
                ? code.substring(0, code.length() - "Exception".length())
                : code;
    }

    private static Map<String, Object> parameters(Map<?, ?> values) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (value != null) {
                parameters.put(String.valueOf(key), value);
            }
        });
        return parameters;
    }
}
