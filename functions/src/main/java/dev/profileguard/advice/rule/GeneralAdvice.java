package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.iam.RoleName;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/// The advice about failures that need no read: the error says it all.
final class GeneralAdvice {
    private GeneralAdvice() {}

    static Advice of(Diagnosis diagnosis, FailedCall call, Named named) {
        String service = IamActions.service(call);
        return switch (diagnosis) {
            case QUOTA_REACHED ->
                    advice(
                            diagnosis,
                            quoting(call, "A quota is reached"),
                            List.of(
                                    "See how much is used: " + AdviceCommands.summary(),
                                    "Delete what nobody needs, or ask for a higher quota: "
                                            + AdviceCommands.listQuotas(quotaCode(service))),
                            Pages.QUOTAS);
            case POLICY_MALFORMED ->
                    advice(
                            diagnosis,
                            quoting(call, "IAM cannot accept the policy document"),
                            List.of(
                                    "Check the file: aws accessanalyzer validate-policy"
                                            + " --policy-type IDENTITY_POLICY --policy-document"
                                            + " file://policy.json",
                                    "A principal in a trust policy has to exist: IAM refuses the"
                                            + " ARN of a role or user that was deleted"),
                            Pages.POLICY_GRAMMAR);
            case POLICY_NOT_ATTACHABLE ->
                    advice(
                            diagnosis,
                            "The policy cannot be attached: AWS made it for a service's own roles",
                            List.of(
                                    "Use another managed policy, or copy the statements that you"
                                            + " need into a policy of your own"),
                            Pages.SERVICE_ROLES);
            case SESSION_POLICY_TOO_LARGE ->
                    advice(
                            diagnosis,
                            quoting(
                                    call,
                                    "Session policies and session tags together are too large"),
                            List.of("Pass fewer or shorter session policies and tags"),
                            Pages.SESSION_SIZE);
            case OWNED_BY_SERVICE ->
                    advice(
                            diagnosis,
                            "Only an AWS service may change %s: it is a service-linked role"
                                    .formatted(
                                            named.role() == null
                                                    ? "the role"
                                                    : "role " + named.role()),
                            List.of(
                                    "Change it through its service; to delete it, delete what the"
                                            + " service made first, then: "
                                            + AdviceCommands.deleteServiceRole(
                                                    named.role() == null
                                                            ? new RoleName("ROLE")
                                                            : named.role())),
                            Pages.SERVICE_ROLES);
            case CHANGED_MEANWHILE ->
                    advice(
                            diagnosis,
                            "Another call changed the same thing at the same time",
                            List.of("Call %s again".formatted(operation(call))),
                            page(service));
            case RESOURCE_TAKEN ->
                    advice(
                            diagnosis,
                            quoting(call, "It exists already, or is in use"),
                            List.of("Use what exists, or take another name"),
                            page(service));
            case SERVICE_ROLE_MISSING ->
                    advice(
                            diagnosis,
                            quoting(
                                    call,
                                    "The service-linked role that %s needs is missing, or the caller may not create it"
                                            .formatted(operation(call))),
                            List.of(
                                    AdviceCommands.createServiceRole(
                                            service.equals("autoscaling")
                                                    ? "autoscaling.amazonaws.com"
                                                    : "spot.amazonaws.com")),
                            Pages.SERVICE_ROLES);
            case REGION_DISABLED ->
                    advice(
                            diagnosis,
                            "STS is not active in this region%s"
                                    .formatted(
                                            call.region().isEmpty()
                                                    ? ""
                                                    : " ("
                                                            + VisibleText.excerpt(call.region())
                                                            + ")"),
                            List.of(
                                    "Activate it in the account settings of IAM, or call STS in"
                                            + " another region"),
                            Pages.REGIONS);
            case CREDENTIALS_INVALID ->
                    advice(
                            diagnosis,
                            "AWS does not accept the caller's credentials: they expired, or do not"
                                    + " belong to an active key",
                            List.of(
                                    "Get new ones, then see whose they are: aws sts"
                                            + " get-caller-identity"),
                            Pages.ERRORS);
            case REQUEST_INVALID ->
                    advice(
                            diagnosis,
                            quoting(call, "The service does not accept a parameter"),
                            List.of("Correct the parameter that the message names"),
                            page(service));
            case THROTTLED ->
                    advice(
                            diagnosis,
                            "The account or the caller made too many calls of %s in a short time"
                                    .formatted(operation(call)),
                            List.of("Wait longer between attempts, twice as long each time"),
                            Pages.ERRORS);
            case SERVICE_FAILED ->
                    advice(
                            diagnosis,
                            "The service failed: the call itself may be right",
                            List.of(
                                    "Try again after some seconds; if it lasts, look at"
                                            + " https://health.aws.amazon.com/health/status"),
                            Pages.ERRORS);
            default -> unknown(call, named);
        };
    }

    /// A cause, and the message of AWS if there is one.
    private static String quoting(FailedCall call, String cause) {
        String message = VisibleText.excerpt(call.message(), 500).strip();
        return message.isEmpty() ? cause : cause + ": " + message;
    }

    /// Says what was recognised.
    private static Advice unknown(FailedCall call, Named named) {
        List<String> known = new ArrayList<>();
        add(known, "service", call.service());
        add(known, "operation", call.operation());
        add(known, "error code", call.code());
        add(known, "message", call.message());
        add(known, "region", call.region());
        add(known, "instance profile", named.given());
        add(known, "role", named.role() == null ? "" : named.role().value());
        add(known, "instance", named.instance());
        add(known, "association", named.association());
        return advice(
                Diagnosis.UNKNOWN,
                known.isEmpty()
                        ? "Nothing of the error was recognised"
                        : "This error is not one that is known here. Recognised: "
                                + String.join("; ", known),
                List.of(),
                call.service().startsWith("ec2") ? Pages.EC2_ERRORS : Pages.ERRORS);
    }

    private static void add(List<String> known, String what, String text) {
        if (!text.isBlank()) {
            known.add("%s %s".formatted(what, VisibleText.excerpt(text)));
        }
    }

    private static String quotaCode(String service) {
        return switch (service) {
            case "ec2", "autoscaling", "eks" -> service;
            default -> "iam";
        };
    }

    private static String operation(FailedCall call) {
        return call.operation().isEmpty() ? "the operation" : call.operation();
    }

    private static String page(String service) {
        return service.equals("ec2") ? Pages.EC2_ERRORS : Pages.ERRORS;
    }

    private static Advice advice(
            Diagnosis diagnosis, String cause, List<String> todo, String page) {
        return new Advice(diagnosis, cause, List.of(), todo, page);
    }
}
