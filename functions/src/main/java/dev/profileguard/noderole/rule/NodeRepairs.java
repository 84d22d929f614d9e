package dev.profileguard.noderole.rule;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides which problems of a node role are repaired. A repair gives a role more than it has, so
/// it rests on what nobody can claim: the operator's settings, and the calls that CloudTrail
/// recorded.
///
/// @param declared whether the settings, or a node group, say that it is a node role; a tag or an
///   attached policy does not, because whoever may tag a role could let EC2 assume it
public record NodeRepairs(
        NodeRole node, NodeRoleChange change, TrustedPrincipals trusted, boolean declared) {
    private static final Set<RoleCall.Type> SETS_TRUST =
            EnumSet.of(RoleCall.Type.CREATED, RoleCall.Type.TRUST_SET);

    private static final Set<Finding.Kind> POLICY_MISSING =
            EnumSet.of(Finding.Kind.NODE_POLICY_MISSING, Finding.Kind.NODE_REGISTRY_ACCESS_MISSING);

    /// Whether something is wrong that can be repaired if CloudTrail proves what that rests on.
    public boolean arePossible(List<Check> checks) {
        return checks.stream().anyMatch(each -> isTrust(each) || !policies(each).isEmpty());
    }

    private boolean isTrust(Check check) {
        return declared
                && isOf(check, EnumSet.of(Finding.Kind.NODE_TRUST_WRONG))
                && NodeTrust.isRepairable(node);
    }

    /// The policies of AWS of which one solves a problem, the recommended one first.
    private static List<NodePolicy> policies(Check check) {
        Check.Problem problem = check.problem();
        return problem != null && isOf(check, POLICY_MISSING)
                ? Arrays.stream(NodePolicy.values())
                        .filter(each -> problem.policies().contains(each.policyName()))
                        .toList()
                : List.of();
    }

    private static boolean isOf(Check check, Set<Finding.Kind> kinds) {
        return check.problem() != null && kinds.contains(check.problem().kind());
    }

    /// The repairs, in the order of the problems.
    ///
    /// @param recorded the calls on this role that CloudTrail recorded
    public List<NodeRepair> of(List<Check> checks, List<RoleCall> recorded) {
        List<NodeRepair> repairs = new ArrayList<>();
        for (Check check : checks) {
            NodeRepair repair = isTrust(check) ? trust(check, recorded) : policy(check, recorded);
            if (repair != null) {
                repairs.add(repair);
            }
        }
        return repairs;
    }

    /// What a trusted principal decided last is left as it is. The last recorded call must have set
    /// the current policy: otherwise somebody set it whom CloudTrail does not show, or not yet.
    private @Nullable NodeRepair trust(Check check, List<RoleCall> recorded) {
        List<RoleCall> last =
                last(recorded.stream().filter(each -> SETS_TRUST.contains(each.type())));
        List<RoleCall> authors = last.stream().filter(RoleCall::setCurrentTrust).toList();
        String after = NodeTrust.repaired(node);
        return after == null || authors.isEmpty() || isByTrusted(last)
                ? null
                : new NodeRepair(
                        check,
                        new Action.UpdateTrustPolicy(
                                node.role().name(), node.role().trustPolicy(), after),
                        authors.getLast().call());
    }

    private boolean isByTrusted(List<RoleCall> calls) {
        return calls.stream().anyMatch(each -> trusted.trust(each.call().actor()));
    }

    /// The policy that was detached last, of those that solve the problem. Only what was attached
    /// before can have been detached: CloudTrail shows no call that failed here. A role that was
    /// created later is another one.
    private @Nullable NodeRepair policy(Check check, List<RoleCall> recorded) {
        Set<String> arns =
                policies(check).stream()
                        .map(each -> each.arn(node.partition()))
                        .collect(Collectors.toSet());
        List<RoleCall> last = last(recorded.stream().filter(each -> arns.contains(each.policy())));
        List<RoleCall> detached =
                last.stream().filter(each -> each.type() == RoleCall.Type.DETACHED).toList();
        return detached.isEmpty()
                        || isByTrusted(last)
                        || !detached.getFirst().call().time().isAfter(node.role().created())
                ? null
                : new NodeRepair(
                        check,
                        new Action.AttachPolicy(node.role().name(), preferred(check, detached)),
                        detached.getLast().call());
    }

    /// Of those that were detached in the same second, the recommended one.
    private String preferred(Check check, List<RoleCall> detached) {
        return policies(check).stream()
                .map(each -> each.arn(node.partition()))
                .filter(arn -> detached.stream().anyMatch(each -> each.policy().equals(arn)))
                .findFirst()
                .orElseThrow();
    }

    /// The calls at the latest time: CloudTrail's times are whole seconds.
    private static List<RoleCall> last(Stream<RoleCall> calls) {
        List<RoleCall> all = calls.toList();
        Instant latest =
                all.stream()
                        .map(each -> each.call().time())
                        .max(Instant::compareTo)
                        .orElse(Instant.EPOCH);
        return all.stream().filter(each -> each.call().time().equals(latest)).toList();
    }

    /// Whether CloudTrail may show later that the call caused one of the problems.
    ///
    /// @param recorded the calls on this role that CloudTrail recorded
    public boolean mayBeRecordedLater(List<Check> checks, List<RoleCall> recorded, Instant now) {
        Call call = change.call();
        return !(call.actor() instanceof Actor.Unattributed)
                && !trusted.trust(call.actor())
                && checks.stream().anyMatch(this::isCausedByCall)
                && recorded.stream().noneMatch(each -> each.call().eventId().equals(call.eventId()))
                && call.time().plus(CloudTrailEvent.DELAY).isAfter(now);
    }

    private boolean isCausedByCall(Check check) {
        return isTrust(check)
                ? change.policies().contains(Check.Problem.TRUST_POLICY)
                : change.call().operation().equals("DetachRolePolicy")
                        && policies(check).stream()
                                .anyMatch(each -> change.policies().contains(each.policyName()));
    }
}
