package dev.profileguard.noderole;

import dev.profileguard.cluster.NodeClusters;
import dev.profileguard.event.PolicyJson;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.MalformedPolicyException;
import dev.profileguard.iam.policy.Permissions;
import dev.profileguard.iam.policy.PolicyDocument;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodePolicy;
import dev.profileguard.noderole.rule.NodeRepairs;
import dev.profileguard.noderole.rule.NodeRole;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.NodeRoleChecks;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.noderole.rule.NodeRoleFindings;
import dev.profileguard.noderole.rule.ProfileChange;
import dev.profileguard.reconcile.Coverage;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.repair.Breaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Recognizes node roles and evaluates them. It reads as little as it can: a role that is no node
/// role costs one read at most.
///
/// @param names globs on the names of node roles
/// @param exempt roles that are never evaluated
/// @param partition such as `aws`
/// @param repairs what limits the repairs; null: nothing is repaired
/// @param readsClusters whether it asks EKS
public record NodeRoleRule(
        Globs names,
        Exemptions exempt,
        String partition,
        @Nullable Repairs repairs,
        boolean readsClusters) {
    /// The tag that says that a role is a node role.
    public static final String TAG = "profile-guard";

    /// The checklist in an outcome.
    private static final String CHECKS = "checks";

    /// The value of the tag.
    public static final String TAG_VALUE = "eks-node-role";

    /// What limits the repairs.
    ///
    /// @param trusted the principals whose changes are left as they are
    /// @param breaker stops repairs that somebody keeps undoing
    /// @param awaited whether an event comes again while CloudTrail does not show its call: only a
    ///   repair is worth the wait, since the finding is reported at once
    public record Repairs(TrustedPrincipals trusted, Breaker breaker, boolean awaited) {}

    /// Makes the patterns ignore case, as IAM does for names.
    public NodeRoleRule {
        names = names.ignoringCase();
    }

    /// Whether the name of a role is one of node roles.
    public boolean isNodeRoleByName(RoleName role) {
        return names.match(role.key());
    }

    /// The steps to evaluate a role.
    public Step evaluate(NodeRoleChange change) {
        if (isNodeRoleByName(change.role()) || change.clue() == NodeRoleChange.Clue.NODE_ROLE) {
            return role(change, found -> evaluate(change, found));
        }
        return switch (change.clue()) {
            case NAME_DECIDES, NODE_ROLE -> notKnown(change);
            case CLUSTERS_DECIDE -> clusters(change);
            case POLICIES_OR_CLUSTERS_DECIDE ->
                    attached(
                            change.role(),
                            attached ->
                                    NodePolicy.shown(attached).isEmpty()
                                            ? clusters(change)
                                            : evaluate(change.known()));
            case POLICIES_DECIDE ->
                    attached(
                            change.role(),
                            attached ->
                                    NodePolicy.shown(attached).isEmpty()
                                            ? notKnown(change)
                                            : evaluate(change.known()));
            case ALL_DECIDES ->
                    role(
                            change,
                            found ->
                                    isTagged(found)
                                            ? evaluate(change, found)
                                            : attached(
                                                    change.role(),
                                                    attached ->
                                                            NodePolicy.shown(attached).isEmpty()
                                                                    ? clusters(change, found)
                                                                    : evaluate(change, found)));
        };
    }

    private ClusterSteps clusters() {
        return new ClusterSteps(readsClusters);
    }

    private Step clusters(NodeRoleChange change) {
        return clusters().decide(change, () -> evaluate(change.known()), notKnown(change));
    }

    private Step clusters(NodeRoleChange change, RoleDetail role) {
        return clusters()
                .decide(
                        change,
                        PolicyJson.trust(role.name(), role.trustPolicy()).answer(),
                        () -> evaluate(change, role),
                        none(change));
    }

    private static boolean isTagged(RoleDetail role) {
        return role.tags().values().entrySet().stream()
                .anyMatch(tag ->
                        tag.getKey().toLowerCase(Locale.ROOT).equals(TAG)
                                && tag.getValue().equals(TAG_VALUE));
    }

    private static Step attached(RoleName role, Function<List<AttachedPolicy>, Step> then) {
        return Step.need(new Read.OfAttachedPolicies(role), then);
    }

    private static Step role(NodeRoleChange change, Function<RoleDetail, Step> then) {
        return Step.need(
                new Read.OfRole(change.role()),
                found -> {
                    if (found == null) {
                        return Plan.leave(
                                NodeRoleDecision.GONE,
                                "Role %s does not exist".formatted(change.role()));
                    }
                    return Exemptions.isServiceOwned(found.role())
                            ? Plan.leave(
                                    Decision.Common.NEVER_TOUCHED,
                                    "Role %s belongs to a service, by its path"
                                            .formatted(change.role()))
                            : then.apply(found);
                });
    }

    /// A sweep looks at what this call does not show.
    private static Plan notKnown(NodeRoleChange change) {
        return Plan.leave(
                Decision.Common.NOT_FOR_US,
                "Neither its name nor this call shows that %s is a node role"
                        .formatted(change.role()));
    }

    private static Plan none(NodeRoleChange change) {
        return Plan.leave(
                NodeRoleDecision.NOT_A_NODE_ROLE,
                "Neither its name, its tags nor its policies show that %s is a node role"
                        .formatted(change.role()));
    }

    private Step evaluate(NodeRoleChange change, RoleDetail role) {
        return facts(change, role, node -> decide(change, node));
    }

    private Step decide(NodeRoleChange change, NodeRole node) {
        List<Check> checks = NodeRoleChecks.of(node, change.parts());
        Plan unrepaired = plan(change, node, checks);
        if (repairs == null) {
            return unrepaired;
        }
        NodeRepairs possible =
                new NodeRepairs(
                        node,
                        change,
                        repairs.trusted(),
                        isNodeRoleByName(node.role().name()) || node.isPassedToNodes());
        return possible.arePossible(checks)
                ? new NodeRepairSteps(possible, repairs, checks, unrepaired).begin()
                : unrepaired;
    }

    /// The same rule, which only reports.
    NodeRoleRule withoutRepairs() {
        return new NodeRoleRule(names, exempt, partition, null, readsClusters);
    }

    /// Reads what the parts of a change need.
    ///
    /// @param then the step for the node role as IAM shows it
    public Step facts(NodeRoleChange change, RoleDetail role, Function<NodeRole, Step> then) {
        NodeRole bare =
                new NodeRole(
                        role,
                        PolicyJson.trust(role.name(), role.trustPolicy()),
                        change.call().account(),
                        partition,
                        List.of(),
                        new Permissions(List.of(), null),
                        List.of(),
                        List.of(),
                        null,
                        NodeClusters.NOT_ASKED);
        Function<NodeRole, Step> asked = node -> clusters().facts(node, change.parts(), then);
        Function<NodeRole, Step> last =
                change.parts().contains(Part.PROFILES) ? node -> profiles(node, asked) : asked;
        return change.parts().contains(Part.POLICIES) ? policies(bare, last) : last.apply(bare);
    }

    private static Step profiles(NodeRole node, Function<NodeRole, Step> then) {
        RoleName name = node.role().name();
        return Step.need(
                new Read.OfHolders(name),
                (List<HeldRole> holders) ->
                        holders.isEmpty()
                                ? Step.need(
                                        new Read.OfProfile(new ProfileName(name.value())),
                                        namesake -> then.apply(node.in(holders, namesake)))
                                : then.apply(node.in(holders, null)));
    }

    private static Step policies(NodeRole node, Function<NodeRole, Step> then) {
        RoleName name = node.role().name();
        return Step.need(
                new Read.OfAttachedPolicies(name),
                (List<AttachedPolicy> attached) ->
                        Step.need(
                                new Read.OfInlinePolicies(name),
                                (List<PolicyText> inline) ->
                                        managed(
                                                attached.stream().map(AttachedPolicy::arn).toList(),
                                                inline,
                                                texts ->
                                                        boundary(
                                                                node,
                                                                boundary ->
                                                                        then.apply(
                                                                                with(
                                                                                        node,
                                                                                        attached,
                                                                                        texts,
                                                                                        boundary))))));
    }

    /// Reads one managed policy after the other. One that was deleted meanwhile is left out.
    private static Step managed(
            List<String> arns, List<PolicyText> known, Function<List<PolicyText>, Step> then) {
        if (arns.isEmpty()) {
            return then.apply(known);
        }
        return Step.need(
                new Read.OfManagedPolicy(arns.getFirst()),
                (@Nullable PolicyText found) -> {
                    List<PolicyText> texts = new ArrayList<>(known);
                    if (found != null) {
                        texts.add(found);
                    }
                    return managed(arns.subList(1, arns.size()), texts, then);
                });
    }

    private static Step boundary(NodeRole node, Function<@Nullable PolicyText, Step> then) {
        String arn = node.role().boundary();
        return arn == null ? then.apply(null) : Step.need(new Read.OfManagedPolicy(arn), then);
    }

    private static NodeRole with(
            NodeRole node,
            List<AttachedPolicy> attached,
            List<PolicyText> texts,
            @Nullable PolicyText boundary) {
        List<String> unreadable = new ArrayList<>();
        List<PolicyDocument> identity =
                texts.stream()
                        .map(text -> document(text, unreadable))
                        .filter(Objects::nonNull)
                        .toList();
        return node.having(
                attached,
                new Permissions(identity, boundary == null ? null : document(boundary, unreadable)),
                unreadable);
    }

    private static @Nullable PolicyDocument document(PolicyText text, List<String> unreadable) {
        try {
            return PolicyJson.document(text);
        } catch (MalformedPolicyException e) {
            unreadable.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static Plan plan(NodeRoleChange change, NodeRole node, List<Check> checks) {
        List<Finding> findings =
                new NodeRoleFindings(change.call(), change.policies())
                        .of(node.role().name().subject(), checks);
        return Plan.of(
                        findings.isEmpty() ? NodeRoleDecision.RIGHT : NodeRoleDecision.WRONG,
                        why(node, checks),
                        List.of(),
                        findings,
                        Coverage.allBut(NodeRoleChecks.notDecided(node, change.parts())))
                .showing(Map.of(CHECKS, checks.stream().map(Check::summary).toList()));
    }

    private static String why(NodeRole node, List<Check> checks) {
        List<String> topics =
                checks.stream()
                        .filter(each -> each.problem() != null)
                        .map(each -> "%s (%s)".formatted(each.topic(), each.result().text()))
                        .toList();
        String result =
                topics.isEmpty()
                        ? "The node role %s has what nodes need".formatted(node.role().name())
                        : "About the node role %s, look at: %s"
                                .formatted(node.role().name(), String.join(", ", topics));
        List<String> unread = node.clusters().unread();
        return unread.isEmpty() ? result : "%s. %s".formatted(result, String.join("; ", unread));
    }

    /// Whether EC2 cannot assume the role in a profile.
    public boolean isUseless(HeldRole held) {
        return trust(held).answer() instanceof TrustPolicy.Answer.No;
    }

    private static TrustDocument trust(HeldRole held) {
        return PolicyJson.trust(held.role().name(), held.trustPolicy());
    }

    /// The steps to evaluate the role in a profile.
    Step evaluate(ProfileChange change) {
        HeldRole known = change.held();
        return known == null
                ? Step.need(
                        new Read.OfRoleIn(change.profile()),
                        held ->
                                held == null
                                        ? Plan.leave(
                                                NodeRoleDecision.GONE,
                                                "%s contains no role"
                                                        .formatted(change.profile().subject()))
                                        : change.plan(held, trust(held)))
                : change.plan(known, trust(known));
    }
}
