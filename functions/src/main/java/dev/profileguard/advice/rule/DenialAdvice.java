package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.policy.DecodedMessage;
import dev.profileguard.iam.policy.Decoding;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The advice about a call that the caller has no permission for: who may not do what, and which
/// policy decided. [DenialSteps] has what to do.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
///
/// @param denial with what the decoded message says
/// @param message the decoded message; null: none
record DenialAdvice(FailedCall call, Denial denial, @Nullable DecodedMessage message, Facts facts) {
    static DenialAdvice of(FailedCall call, Facts facts) {
        Denial denial = Denial.in(call);
        return facts.decoded() instanceof Decoding.Known(DecodedMessage message)
                ? new DenialAdvice(call, denial.with(call, message), message, facts)
                : new DenialAdvice(call, denial, null, facts);
    }

    Advice advice() {
        boolean passesRole = denial.action().equals(DenialSteps.PASS_ROLE);
        List<String> todo = new ArrayList<>(steps().byKind());
        if (!denial.action().isEmpty() && Arn.parse(principal()) != null) {
            todo.add(
                    "See which of the caller's policies decide: "
                            + AdviceCommands.simulate(
                                    principal(),
                                    denial.action(),
                                    Arn.parse(denial.resource()) == null
                                            ? "*"
                                            : denial.resource()));
        }
        if (!denial.encoded().isEmpty() && message == null) {
            todo.add(
                    "Decode the whole message that the caller got, which names the statements: "
                            + AdviceCommands.decode());
        }
        return new Advice(
                passesRole ? Diagnosis.PASS_ROLE_DENIED : Diagnosis.ACCESS_DENIED,
                "%s: %s%s".formatted(what(passesRole), reason(), denial.prevention(call).reason()),
                DecodedText.proofs(facts.decoded()),
                todo,
                passesRole ? Pages.PASS_ROLE : Pages.ACCESS_DENIED);
    }

    private DenialSteps steps() {
        return new DenialSteps(
                call,
                denial,
                principal(),
                message == null ? "" : DecodedText.ids(message),
                facts.trust());
    }

    private String what(boolean passesRole) {
        if (passesRole) {
            return "%s may not pass %s"
                    .formatted(
                            caller(),
                            denial.resource().isEmpty() ? "the role" : "role " + resource());
        }
        return denial.action().isEmpty()
                ? "%s may not call %s"
                        .formatted(
                                caller(),
                                call.operation().isEmpty()
                                        ? "this operation"
                                        : VisibleText.excerpt(call.operation()))
                : "%s may not do %s on %s".formatted(caller(), denial.action(), resource());
    }

    private String reason() {
        if (denial.policy() == Denial.PolicyType.UNSTATED) {
            return message != null && (message.isDenied() || !denial.explicit())
                    ? decoded(message)
                    : unstated();
        }
        String statements = message == null ? "" : DecodedText.denying(message);
        return denial.explicit()
                ? "%s %s denies it explicitly%s%s"
                        .formatted(
                                denial.policy() == Denial.PolicyType.IDENTITY ? "an" : "a",
                                denial.policy().text(),
                                denial.policyArn().isEmpty() ? "" : ": " + denial.policyArn(),
                                statements.isEmpty() ? "" : ", by " + statements)
                : "no %s allows it".formatted(denial.policy().text());
    }

    private String unstated() {
        return denial.isAcrossAccounts()
                ? "caller and resource are in different accounts, and both sides have to allow it;"
                        + " AWS does not say which does not"
                : denial.explicit()
                        ? "a policy denies it explicitly; AWS does not say which"
                        : "AWS does not say which policy decides: none allows it, or one denies it";
    }

    private static String decoded(DecodedMessage message) {
        String statements = DecodedText.denying(message);
        if (!statements.isEmpty()) {
            return "%s %s it explicitly. AWS does not say which policy contains %s"
                    .formatted(
                            statements,
                            message.denying().size() == 1 ? "denies" : "deny",
                            message.denying().size() == 1 ? "it" : "them");
        }
        return message.isDenied()
                ? "a policy denies it explicitly; the decoded message does not name the statement"
                : "no policy allows it, and none denies it explicitly";
    }

    /// The user or role that the policies of the caller belong to: not its session. Empty: nobody
    /// says who called.
    private String principal() {
        Arn arn = Arn.parse(denial.principal());
        if (arn != null
                && arn.service().equals("sts")
                && arn.resource().startsWith("assumed-role/")) {
            String role = facts.caller().orNull();
            String name = arn.resource().split("/", 3)[1];
            return role == null && !name.isEmpty()
                    ? "arn:%s:iam::%s:role/%s".formatted(arn.partition(), arn.account(), name)
                    : facts.caller().match(each -> each, "", "");
        }
        return arn == null ? facts.caller().match(each -> each, "", "") : denial.principal();
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
