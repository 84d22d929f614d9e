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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /// The errors of a fleet's pools that a profile can cause, as the templates match them.
    private static final Set<String> FLEET_ERRORS =
            Set.of("InvalidParameterValue", "UnauthorizedOperation");

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
        Refusal refusal = refusal(event);
        if (refusal == null) {
            return new Extracted.NotForUs<>(event.name() + " succeeded");
        }
        String code = code(refusal.code());
        if (code.equals(DRY_RUN)) {
            return new Extracted.NotForUs<>("%s was only a dry run".formatted(event.name()));
        }
        FailedCall call =
                new FailedCall(
                        event.source(),
                        event.name(),
                        code,
                        refusal.message(),
                        event.region(),
                        parameters(event.request().values()));
        return new Extracted.Found<>(new Failure(call, event.call(), AdviceSubject.of(call)));
    }

    /// What AWS answered.
    ///
    /// @param message empty: none
    private record Refusal(String code, String message) {}

    private static @Nullable Refusal refusal(CloudTrailEvent event) {
        String error = event.errorCode();
        if (error == null) {
            return event.name().equals("CreateFleet") ? inFleet(event) : null;
        }
        String message = event.errorMessage();
        return new Refusal(error, message == null ? "" : message);
    }

    /// The first error in the response of an instant fleet that concerns its profile. The call
    /// itself succeeds. Other errors, such as a lack of capacity, are no concern of ours.
    ///
    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFleetError.html
    private static @Nullable Refusal inFleet(CloudTrailEvent event) {
        Object response = event.response().values().get("CreateFleetResponse");
        Object item = field(field(response, "errorSet"), "item");
        List<?> items =
                item instanceof List<?> several ? several : Stream.ofNullable(item).toList();
        return items.stream()
                .map(each ->
                        new Refusal(
                                String.valueOf(field(each, "errorCode")),
                                String.valueOf(field(each, "errorMessage"))))
                .filter(each -> FLEET_ERRORS.contains(each.code()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Object field(@Nullable Object object, String name) {
        return object instanceof Map<?, ?> map ? map.get(name) : null;
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
