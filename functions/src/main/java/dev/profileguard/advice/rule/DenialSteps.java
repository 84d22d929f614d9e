package dev.profileguard.advice.rule;

import dev.profileguard.advice.prevention.Prevention;
import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.iam.trust.TrustRepair;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What to do about a call that the caller has no permission for, by the kind of policy that
/// decided.
///
/// @param principal the ARN of the caller's user or role; empty: unknown
/// @param sids of the statements that deny the call; empty: unknown
/// @param trust the trust policy of the role that the call wants to assume
record DenialSteps(
        FailedCall call, Denial denial, String principal, String sids, Fact<TrustDocument> trust) {
    static final String PASS_ROLE = "iam:PassRole";

    private static final String POLICY = "ProfileGuardAdvice";
    private static final Pattern SERVICE =
            Pattern.compile("[a-z0-9.-]{1,60}\\.amazonaws\\.com(?:\\.cn)?");

    List<String> byKind() {
        Prevention prevention = denial.prevention(call);
        return prevention == Prevention.NONE ? byPolicy() : prevention.steps();
    }

    private List<String> byPolicy() {
        return switch (denial.policy()) {
            case IDENTITY ->
                    denial.explicit()
                            ? List.of(
                                    "Find the Deny statement%s in a policy of the caller, and ask its owner: an Allow does not overrule it"
                                            .formatted(sid()))
                            : List.of(allow());
            case BOUNDARY ->
                    List.of(
                            denial.explicit()
                                    ? "The caller's permissions boundary denies it: an Allow in"
                                            + " another policy does not overrule it"
                                    : withStatement(
                                            "Allow it in the caller's permissions boundary too"));
            case SERVICE_CONTROL ->
                    List.of(
                            "Ask the administrator of the organization: no policy in this account"
                                    + " overrules a service control policy"
                                    + (denial.explicit()
                                            ? ""
                                            : "; it has to allow "
                                                    + (action().isEmpty()
                                                            ? "the call"
                                                            : action())));
            case RESOURCE_CONTROL ->
                    List.of(
                            "Ask the administrator of the organization: no policy in this account"
                                    + " overrules a resource control policy");
            case SESSION ->
                    List.of(
                            withStatement(
                                    "The session was created with a policy that limits it. Create"
                                            + " one whose session policy allows it"));
            case ENDPOINT ->
                    List.of(
                            "The call goes through a VPC endpoint whose policy does not let it"
                                    + " pass: change that policy, or call without the endpoint");
            case TRUST -> byTrust();
            case RESOURCE ->
                    denial.role() != null || action().equals("sts:AssumeRole")
                            ? byTrust()
                            : resourcePolicy();
            case UNSTATED ->
                    denial.explicit()
                            ? List.of(
                                    "Find the Deny statement%s in a policy of the caller, of its boundary or of the organization"
                                            .formatted(sid()))
                            : List.of(allow());
        };
    }

    private String sid() {
        return sids.isEmpty() ? "" : " (%s)".formatted(sids);
    }

    private List<String> byTrust() {
        RoleName role = roleName();
        if (denial.explicit()) {
            return List.of(
                    "Find the Deny statement in the trust policy of role %s: %s"
                            .formatted(role, Commands.showRole(role)));
        }
        List<String> todo =
                new ArrayList<>(
                        new TrustAdvice(
                                        role,
                                        trust,
                                        who(),
                                        TrustRepair.of(
                                                principal.isEmpty() ? "PRINCIPAL_ARN" : principal))
                                .steps());
        todo.addAll(callersSide());
        return todo;
    }

    private List<String> resourcePolicy() {
        List<String> todo = new ArrayList<>();
        todo.add(
                "%s in the policy of %s"
                        .formatted(
                                denial.explicit()
                                        ? "Find the Deny statement"
                                        : "Allow it to " + who(),
                                denial.resource().isEmpty()
                                        ? "the resource"
                                        : VisibleText.excerpt(denial.resource())));
        if (!denial.explicit()) {
            todo.addAll(callersSide());
        }
        return todo;
    }

    /// What the caller's own account has to allow; empty: the resource is in it.
    private List<String> callersSide() {
        String caller = Arn.account(principal);
        return !caller.isEmpty() && caller.equals(Arn.account(denial.resource()))
                ? List.of()
                : List.of(
                        withStatement(
                                "If the caller is in another account, its own policies have to"
                                        + " allow it too"));
    }

    /// The command that allows it, with the caller's real name.
    private String allow() {
        Arn arn = Arn.parse(principal);
        String statement = statement();
        if (arn != null && !statement.isEmpty() && arn.resource().startsWith("role/")) {
            return AdviceCommands.allowRole(arn.name(), POLICY, statement);
        }
        if (arn != null && !statement.isEmpty() && arn.resource().startsWith("user/")) {
            return AdviceCommands.allowUser(arn.name(), POLICY, statement);
        }
        return withStatement("Allow it in a policy of the caller");
    }

    private String withStatement(String step) {
        String statement = statement();
        return statement.isEmpty()
                ? step + ". The Service Authorization Reference has the name of the action"
                : step + ": " + statement;
    }

    /// The statement that allows the call; empty: the name of the action is not known.
    private String statement() {
        if (action().isEmpty()) {
            return "";
        }
        if (!action().equals(PASS_ROLE)) {
            return AdviceCommands.allow(
                    action(), Arn.parse(denial.resource()) == null ? "*" : denial.resource());
        }
        Arn role = Arn.parse(denial.resource());
        String service = passedTo(role);
        return AdviceCommands.passRole(
                role == null ? "ROLE_ARN" : denial.resource(),
                service,
                role == null || !service.startsWith("ec2.")
                        ? ""
                        : "arn:%s:ec2:*:%s:instance/*".formatted(role.partition(), role.account()));
    }

    /// The service that gets the role. Auto Scaling and IAM itself pass it to EC2.
    private String passedTo(@Nullable Arn role) {
        return switch (IamActions.service(call)) {
            case "", "ec2", "iam", "autoscaling" ->
                    role != null && role.partition().equals("aws-cn")
                            ? "ec2.amazonaws.com.cn"
                            : "ec2.amazonaws.com";
            default -> SERVICE.matcher(call.service()).matches() ? call.service() : "SERVICE_NAME";
        };
    }

    private String action() {
        return denial.action().isEmpty() ? IamActions.of(call) : denial.action();
    }

    private RoleName roleName() {
        RoleName role = denial.role();
        return role == null ? new RoleName("ROLE") : role;
    }

    private String who() {
        return principal.isEmpty() ? "the caller" : VisibleText.excerpt(principal);
    }
}
