package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.iam.Arn;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/// The advice about a call that the caller has no permission for, by the kind of policy that
/// decided.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
record DenialAdvice(FailedCall call, Denial denial, Facts facts) {
    private static final String POLICY = "ProfileGuardAdvice";

    Advice advice(Diagnosis diagnosis) {
        List<String> todo = new ArrayList<>(byKind());
        String principal = principal();
        if (!denial.action().isEmpty() && Arn.parse(principal) != null) {
            todo.add(
                    "See which of the caller's policies decide: "
                            + AdviceCommands.simulate(
                                    principal,
                                    denial.action(),
                                    Arn.parse(denial.resource()) == null
                                            ? "*"
                                            : denial.resource()));
        }
        if (!denial.encoded().isEmpty() && facts.decoded().orNull() == null) {
            todo.add(
                    "Decode the whole message that the caller got, which names the policies: "
                            + AdviceCommands.decode());
        }
        return new Advice(
                diagnosis,
                cause(diagnosis),
                facts.decoded()
                        .match(
                                text ->
                                        List.of(
                                                "The decoded message: "
                                                        + VisibleText.excerpt(text, 1_500)),
                                List.of(),
                                List.of()),
                todo,
                diagnosis == Diagnosis.PASS_ROLE_DENIED ? Pages.PASS_ROLE : Pages.ACCESS_DENIED);
    }

    private String cause(Diagnosis diagnosis) {
        String what =
                diagnosis == Diagnosis.PASS_ROLE_DENIED
                        ? "%s may not pass role %s".formatted(caller(), resource())
                        : denial.action().isEmpty()
                                ? "The caller may not call %s"
                                        .formatted(
                                                call.operation().isEmpty()
                                                        ? "this operation"
                                                        : call.operation())
                                : "%s may not do %s on %s"
                                        .formatted(caller(), denial.action(), resource());
        return "%s: %s".formatted(what, reason());
    }

    private String reason() {
        if (denial.policy() == Denial.PolicyType.UNSTATED) {
            return denial.isAcrossAccounts()
                    ? "caller and resource are in different accounts, and both sides have to allow"
                            + " it; AWS does not say which does not"
                    : denial.explicit()
                            ? "a policy denies it explicitly; AWS does not say which"
                            : "AWS does not say which policy decides: none allows it, or one denies"
                                    + " it";
        }
        return denial.explicit()
                ? "%s %s denies it explicitly%s"
                        .formatted(
                                denial.policy() == Denial.PolicyType.IDENTITY ? "an" : "a",
                                denial.policy().text(),
                                denial.policyArn().isEmpty() ? "" : ": " + denial.policyArn())
                : "no %s allows it".formatted(denial.policy().text());
    }

    private List<String> byKind() {
        return switch (denial.policy()) {
            case IDENTITY ->
                    denial.explicit()
                            ? List.of(
                                    "Find the Deny statement in a policy of the caller, and ask its"
                                            + " owner: an Allow does not overrule it")
                            : List.of(allow());
            case BOUNDARY ->
                    List.of(
                            denial.explicit()
                                    ? "The caller's permissions boundary denies it: an Allow in"
                                            + " another policy does not overrule it"
                                    : "Allow it in the caller's permissions boundary too: "
                                            + statement());
            case SERVICE_CONTROL ->
                    List.of(
                            "Ask the administrator of the organization: no policy in this account"
                                    + " overrules a service control policy"
                                    + (denial.explicit() ? "" : "; it has to allow " + action()));
            case RESOURCE_CONTROL ->
                    List.of(
                            "Ask the administrator of the organization: no policy in this account"
                                    + " overrules a resource control policy");
            case SESSION ->
                    List.of(
                            "The session was created with a policy that limits it. Create one whose"
                                    + " session policy allows it: "
                                    + statement());
            case ENDPOINT ->
                    List.of(
                            "The call goes through a VPC endpoint whose policy does not let it"
                                    + " pass: change that policy, or call without the endpoint");
            case TRUST, RESOURCE ->
                    List.of(
                            "Let the trust policy of %s name %s, beside its other statements, which this command replaces: %s"
                                    .formatted(
                                            resource(),
                                            caller(),
                                            AdviceCommands.trust(roleName(), principal())),
                            "If the caller is in another account, its own policies have to allow it"
                                    + " too: "
                                    + statement());
            case UNSTATED ->
                    denial.explicit()
                            ? List.of(
                                    "Find the Deny statement in a policy of the caller, of its"
                                            + " boundary or of the organization")
                            : List.of(allow());
        };
    }

    /// The command that allows it, with the caller's real name.
    private String allow() {
        Arn arn = Arn.parse(principal());
        if (arn != null && arn.resource().startsWith("role/")) {
            return AdviceCommands.allowRole(arn.name(), POLICY, statement());
        }
        if (arn != null && arn.resource().startsWith("user/")) {
            return AdviceCommands.allowUser(arn.name(), POLICY, statement());
        }
        return "Allow it in a policy of the caller: " + statement();
    }

    private String statement() {
        if (!action().equals("iam:PassRole")) {
            return AdviceCommands.allow(
                    action(), Arn.parse(denial.resource()) == null ? "*" : denial.resource());
        }
        Arn role = Arn.parse(denial.resource());
        boolean china = role != null && role.partition().equals("aws-cn");
        boolean eks = call.service().startsWith("eks");
        return AdviceCommands.passRole(
                role == null ? "ROLE_ARN" : denial.resource(),
                eks ? "eks.amazonaws.com" : china ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com",
                role == null || eks
                        ? ""
                        : "arn:%s:ec2:*:%s:instance/*".formatted(role.partition(), role.account()));
    }

    private String action() {
        return denial.action().isEmpty()
                ? call.service().replaceAll("\\.amazonaws\\.com.*", "") + ":" + call.operation()
                : denial.action();
    }

    /// The user or role that the policies of the caller belong to: not its session.
    private String principal() {
        Arn arn = Arn.parse(denial.principal());
        if (arn != null
                && arn.service().equals("sts")
                && arn.resource().startsWith("assumed-role/")) {
            String role = facts.caller().orNull();
            return role == null
                    ? "arn:%s:iam::%s:role/%s"
                            .formatted(
                                    arn.partition(), arn.account(), arn.resource().split("/", 3)[1])
                    : role;
        }
        return arn == null ? facts.caller().match(each -> each, "", "") : denial.principal();
    }

    private String roleName() {
        Arn arn = Arn.parse(denial.resource());
        return arn == null ? "ROLE" : arn.name();
    }

    private String caller() {
        String principal = principal();
        return principal.isEmpty() ? "The caller" : VisibleText.excerpt(principal);
    }

    private String resource() {
        return denial.resource().isEmpty()
                ? "the resource"
                : VisibleText.excerpt(denial.resource());
    }
}
