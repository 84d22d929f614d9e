package dev.profileguard.noderole.rule;

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
                && NodeTrust.repaired(node) != null;
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

    /// What a trusted principal decided last is left as it is.
    private @Nullable NodeRepair trust(Check check, List<RoleCall> recorded) {
        Stream<Call> known =
                recorded.stream()
                        .filter(each -> SETS_TRUST.contains(each.type()))
                        .map(RoleCall::call);
        boolean isCause = change.policies().contains(Check.Problem.TRUST_POLICY);
        List<Call> last =
                last(Stream.concat(known, isCause ? Stream.of(change.call()) : Stream.of()));
        String after = NodeTrust.repaired(node);
        return after == null || last.stream().anyMatch(each -> trusted.trust(each.actor()))
                ? null
                : new NodeRepair(
                        check,
                        new Action.UpdateTrustPolicy(
                                node.role().name(), node.role().trustPolicy(), after),
                        last.isEmpty() ? null : last.getLast());
    }

    private @Nullable NodeRepair policy(Check check, List<RoleCall> recorded) {
        return policies(check).stream()
                .flatMap(each -> Stream.ofNullable(policy(check, each, recorded)))
                .findFirst()
                .orElse(null);
    }

    /// Only what was attached before can have been detached: CloudTrail shows no call that failed
    /// here. A role that was created later is another one.
    private @Nullable NodeRepair policy(Check check, NodePolicy policy, List<RoleCall> recorded) {
        String arn = policy.arn(node.partition());
        List<RoleCall> about =
                recorded.stream()
                        .filter(each ->
                                each.type() == RoleCall.Type.CREATED || each.policy().equals(arn))
                        .toList();
        List<Call> detached =
                last(
                        about.stream()
                                .filter(each -> each.type() == RoleCall.Type.DETACHED)
                                .map(RoleCall::call));
        boolean isOver =
                detached.isEmpty()
                        || about.stream()
                                .filter(each -> each.type() != RoleCall.Type.DETACHED)
                                .anyMatch(each ->
                                        each.call().time().isAfter(detached.getFirst().time()))
                        || detached.stream().anyMatch(each -> trusted.trust(each.actor()));
        return isOver
                ? null
                : new NodeRepair(
                        check,
                        new Action.AttachPolicy(node.role().name(), arn),
                        detached.getLast());
    }

    /// The calls at the latest time: CloudTrail's times are whole seconds.
    private static List<Call> last(Stream<Call> calls) {
        List<Call> all = calls.toList();
        Instant latest = all.stream().map(Call::time).max(Instant::compareTo).orElse(Instant.EPOCH);
        return all.stream().filter(each -> each.time().equals(latest)).toList();
    }

    /// Whether CloudTrail may show later that the call detached a policy that is needed.
    ///
    /// @param recorded the calls on this role that CloudTrail recorded
    public boolean mayBeRecordedLater(List<Check> checks, List<RoleCall> recorded, Instant now) {
        Call call = change.call();
        return call.operation().equals("DetachRolePolicy")
                && !trusted.trust(call.actor())
                && checks.stream()
                        .flatMap(each -> policies(each).stream())
                        .anyMatch(each -> change.policies().contains(each.policyName()))
                && recorded.stream().noneMatch(each -> each.call().eventId().equals(call.eventId()))
                && call.time().plus(CloudTrailEvent.DELAY).isAfter(now);
    }
}
