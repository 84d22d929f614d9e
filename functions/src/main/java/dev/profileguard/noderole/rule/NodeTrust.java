package dev.profileguard.noderole.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.iam.trust.TrustRepair;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may assume a node role.
final class NodeTrust {
    private static final String TOPIC = "trust";

    private NodeTrust() {}

    static Check check(NodeRole node) {
        return switch (node.trust().answer()) {
            case TrustPolicy.Answer.Yes() ->
                    Check.right(TOPIC, "EC2 may assume the role.", List.of());
            case TrustPolicy.Answer.YesIf(String note) ->
                    Check.note(
                            TOPIC, "EC2 may assume the role, but %s.".formatted(note), List.of());
            case TrustPolicy.Answer.No(String why) -> broken(node, why);
        };
    }

    private static Check broken(NodeRole node, String why) {
        return Check.wrong(
                TOPIC,
                "EC2 cannot assume the role: %s. Nodes with it get no credentials.".formatted(why),
                node.clusters().proof(),
                new Check.Problem(
                        Finding.Kind.NODE_TRUST_WRONG,
                        todo(node),
                        Set.of(Check.Problem.TRUST_POLICY)));
    }

    private static List<String> todo(NodeRole node) {
        String repaired = repaired(node);
        return repaired == null
                ? List.of(
                        "Look for the statement that denies EC2: "
                                + Commands.showRole(node.role().name()))
                : List.of(
                        "If nodes use the role, add the statement for EC2: "
                                + Commands.updateTrust(node.role().name().value(), repaired));
    }

    /// The trust policy with one statement more, which lets EC2 assume the role; null: that does
    /// not help, or the policy cannot be read.
    static @Nullable String repaired(NodeRole node) {
        return TrustRepair.ofEc2(node.ec2()).in(node.trust());
    }

    /// Whether EC2 may surely assume the role with one statement more. A deny with a condition may
    /// hit EC2 too.
    static boolean isRepairable(NodeRole node) {
        return TrustRepair.ofEc2(node.ec2()).isSureIn(node.trust());
    }

    /// The trust policy of a node role.
    ///
    /// @param ec2 the name of EC2 as a principal
    static String document(String ec2) {
        return TrustRepair.ofEc2(ec2).alone();
    }
}
