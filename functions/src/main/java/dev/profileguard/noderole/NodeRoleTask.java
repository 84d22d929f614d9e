package dev.profileguard.noderole;

import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.noderole.rule.ProfileChange;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What NodeRoleCheck evaluates.
sealed interface NodeRoleTask extends Task {
    /// The rule.
    NodeRoleRule rule();

    /// The call that led to it.
    Call call();

    @Override
    default String eventId() {
        return call().eventId();
    }

    @Override
    default Decision decisionAfterError() {
        return NodeRoleDecision.WRONG;
    }

    /// A role that may be a node role.
    record OfRole(NodeRoleChange change, NodeRoleRule rule) implements NodeRoleTask {
        @Override
        public Call call() {
            return change.call();
        }

        @Override
        public String subject() {
            return change.role().subject();
        }

        @Override
        public @Nullable String untouchable() {
            return rule.exempt().ofTags(new Subject.OfRole(change.role()));
        }

        @Override
        public Step begin(Attempt attempt) {
            return rule.evaluate(change);
        }

        @Override
        public List<Finding> refused(IamWriter.RefusedException refusal, List<String> done) {
            return List.of(
                    call().refused(Rule.NODE_ROLE_CHECK, subject(), change.role(), refusal, done));
        }
    }

    /// A profile whose role EC2 may not be able to assume.
    record OfProfile(ProfileChange change, NodeRoleRule rule) implements NodeRoleTask {
        @Override
        public Call call() {
            return change.call();
        }

        @Override
        public String subject() {
            return change.profile().subject();
        }

        @Override
        public @Nullable String untouchable() {
            return rule.exempt().ofTags(new Subject.OfProfile(change.profile()));
        }

        @Override
        public Step begin(Attempt attempt) {
            return rule.evaluate(change);
        }
    }

    /// The profiles that contain a role whose trust policy changed. A role that nodes use is in
    /// one: EKS makes a profile for a managed node group.
    record OfHolders(RoleName role, Call call, NodeRoleRule rule) implements NodeRoleTask {
        @Override
        public String subject() {
            return role.subject();
        }

        @Override
        public @Nullable String untouchable() {
            return rule.exempt().ofTags(new Subject.OfRole(role));
        }

        @Override
        public Step begin(Attempt attempt) {
            return Step.need(new Read.OfHolders(role), this::evaluate);
        }

        private Step evaluate(List<HeldRole> holders) {
            List<Task> tasks =
                    new ArrayList<>(holders.stream().map(held -> (Task) profile(held)).toList());
            if (rule.isNodeRoleByName(role)) {
                tasks.add(role(NodeRoleChange.Clue.NODE_ROLE));
            } else if (holders.stream().anyMatch(rule::isUseless)) {
                tasks.add(role(NodeRoleChange.Clue.POLICIES_OR_CLUSTERS_DECIDE));
            }
            return Plan.leave(
                            Decision.Common.NOT_FOR_US,
                            holders.isEmpty()
                                    ? "No instance profile contains role %s".formatted(role)
                                    : "%d instance profiles contain role %s"
                                            .formatted(holders.size(), role))
                    .after(tasks);
        }

        private NodeRoleTask profile(HeldRole held) {
            return new OfProfile(new ProfileChange(held.profile(), held, true, call), rule);
        }

        private NodeRoleTask role(NodeRoleChange.Clue clue) {
            return new OfRole(
                    new NodeRoleChange(
                            role,
                            clue,
                            Set.of(Check.Problem.TRUST_POLICY),
                            Set.of(Part.TRUST),
                            call),
                    rule);
        }
    }

    /// The roles that a managed policy is attached to.
    record OfPolicy(String arn, Call call, NodeRoleRule rule) implements NodeRoleTask {
        /// A sweep evaluates the others.
        private static final int MOST_ROLES = 100;

        @Override
        public String subject() {
            return "policy/" + NodeRoleExtraction.name(arn);
        }

        @Override
        public @Nullable String untouchable() {
            return null;
        }

        @Override
        public Step begin(Attempt attempt) {
            return Step.need(new Read.OfRolesWithPolicy(arn), this::evaluate);
        }

        private Step evaluate(List<RoleName> roles) {
            return Plan.leave(
                            Decision.Common.NOT_FOR_US,
                            "The policy is attached to %d roles".formatted(roles.size()))
                    .after(roles.stream().limit(MOST_ROLES).map(this::role).toList());
        }

        private Task role(RoleName name) {
            return new OfRole(
                    new NodeRoleChange(
                            name,
                            NodeRoleChange.Clue.POLICIES_DECIDE,
                            Set.of(NodeRoleExtraction.name(arn)),
                            Set.of(Part.TRUST, Part.POLICIES),
                            call),
                    rule);
        }
    }
}
