package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.iam.trust.TrustRepair;
import java.util.List;

/// The steps that let somebody assume a role. The command of IAM replaces a trust policy, so it
/// gets the statements that the policy has, and the one that is missing.
///
/// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
///
/// @param who as a part of a sentence, such as `ec2.amazonaws.com`
record TrustAdvice(RoleName role, Fact<TrustDocument> trust, String who, TrustRepair repair) {
    /// A longer command would be cut in the finding.
    private static final int LONGEST_COMMAND = 1_800;

    List<String> steps() {
        TrustDocument known = trust.orNull();
        if (known == null) {
            return byHand("The trust policy of role %s was not read. See it first".formatted(role));
        }
        if (!known.isReadable()) {
            return byHand(
                    "The trust policy of role %s cannot be read. See it first".formatted(role));
        }
        String repaired = repair.in(known);
        if (repaired == null) {
            return List.of(
                    "Look in the trust policy of role %s for the statement that denies %s: %s"
                            .formatted(role, who, Commands.showRole(role)));
        }
        String command = Commands.updateTrust(role.value(), repaired);
        return command.length() > LONGEST_COMMAND
                ? byHand("The trust policy of role %s is long. See it first".formatted(role))
                : List.of(
                        "Let %s assume role %s; the policy keeps its other statements: %s"
                                .formatted(who, role, command));
    }

    private List<String> byHand(String look) {
        return List.of(
                "%s: %s".formatted(look, Commands.showRole(role)),
                "Write it to trust.json with this statement beside its own: " + repair.text(),
                AdviceCommands.putTrust(role));
    }
}
