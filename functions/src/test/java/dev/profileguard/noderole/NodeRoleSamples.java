package dev.profileguard.noderole;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.TrustedPrincipals;
import dev.profileguard.iam.Exemptions;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.NodeRoleChecks;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.state.repair.RepairRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A role that a test describes, and what the rule says about it.
final class NodeRoleSamples {
    static final RoleName NAME = new RoleName("eksNodeRole");
    static final String ACCOUNT = "123456789012";
    static final Instant AT = Instant.parse("2026-01-15T09:30:00Z");
    static final Actor MALLORY = new Actor.User("arn:aws:iam::123456789012:user/mallory");
    static final String WORKER = "AmazonEKSWorkerNodePolicy";
    static final String PULL = "AmazonEC2ContainerRegistryPullOnly";
    static final String CNI = "AmazonEKS_CNI_Policy";

    /// AWS's policies, in short.
    static final Map<String, String> DOCUMENTS =
            Map.of(
                    WORKER,
                    allow(
                            "ec2:DescribeInstances",
                            "ec2:DescribeInstanceTypes",
                            "ec2:DescribeRouteTables",
                            "ec2:DescribeSecurityGroups",
                            "ec2:DescribeSubnets",
                            "ec2:DescribeVolumes",
                            "ec2:DescribeVolumesModifications",
                            "ec2:DescribeVpcs",
                            "eks:DescribeCluster",
                            "eks-auth:AssumeRoleForPodIdentity"),
                    "AmazonEKSWorkerNodeMinimalPolicy",
                    allow("eks-auth:AssumeRoleForPodIdentity"),
                    PULL,
                    allow(
                            "ecr:GetAuthorizationToken",
                            "ecr:BatchGetImage",
                            "ecr:GetDownloadUrlForLayer",
                            "ecr:BatchImportUpstreamImage"),
                    CNI,
                    allow(
                            "ec2:AssignPrivateIpAddresses",
                            "ec2:AttachNetworkInterface",
                            "ec2:CreateNetworkInterface"),
                    "AdministratorAccess",
                    allow("*"),
                    "AmazonEKSClusterPolicy",
                    allow("ec2:CreateVolume"),
                    "AmazonEKSFargatePodExecutionRolePolicy",
                    allow("ecr:GetAuthorizationToken"));

    private RoleName name = NAME;
    private String path = "/";
    private String trust = trust("ec2.amazonaws.com");
    private Tags tags = Tags.NONE;
    private Instant created = AT;
    private @Nullable String boundary;
    private final List<AttachedPolicy> attached = new ArrayList<>();
    private final List<PolicyText> inline = new ArrayList<>();
    private final Map<String, @Nullable PolicyText> managed = new LinkedHashMap<>();
    private List<HeldRole> holders = List.of();
    private @Nullable InstanceProfile namesake;
    private String partition = "aws";
    private NodeRoleRule.@Nullable Repairs repairs;
    private Read.History history = new Read.History.Known(List.of());
    private Instant now = AT.plus(Duration.ofHours(1));
    private RepairRecord repaired = RepairRecord.none(NAME.subject());
    private @Nullable ClusterUses uses;
    private final Map<Cluster, ClusterPods> pods = new LinkedHashMap<>();

    /// A role that is right, with the CNI plugin's permissions elsewhere.
    static NodeRoleSamples right() {
        return new NodeRoleSamples().attach(WORKER).attach(PULL).in("eksNodeRole");
    }

    /// A role that EC2 may assume and that may do nothing.
    static NodeRoleSamples bare() {
        return new NodeRoleSamples().in("eksNodeRole");
    }

    NodeRoleSamples named(String other) {
        name = new RoleName(other);
        return this;
    }

    NodeRoleSamples at(String other) {
        path = other;
        return this;
    }

    NodeRoleSamples trusting(String document) {
        trust = document;
        return this;
    }

    NodeRoleSamples created(Instant time) {
        created = time;
        return this;
    }

    NodeRoleSamples tagged(String key, String value) {
        tags = Tags.of(key, value);
        return this;
    }

    /// Trusts the principals in this list, and repairs what others break.
    NodeRoleSamples repairing(String principals) {
        repairs =
                new NodeRoleRule.Repairs(
                        TrustedPrincipals.parse(principals),
                        new Breaker(2, Duration.ofMinutes(10)),
                        true);
        return this;
    }

    /// Says what it would repair, and waits for nothing.
    NodeRoleSamples observing(String principals) {
        repairs =
                new NodeRoleRule.Repairs(
                        TrustedPrincipals.parse(principals),
                        new Breaker(2, Duration.ofMinutes(10)),
                        false);
        return this;
    }

    /// What CloudTrail recorded about the role.
    NodeRoleSamples recorded(CloudTrailEvent... events) {
        history = new Read.History.Known(List.of(events));
        return this;
    }

    /// CloudTrail cannot be asked.
    NodeRoleSamples unrecorded(String why) {
        history = new Read.History.Unavailable(why);
        return this;
    }

    /// When the role is evaluated.
    NodeRoleSamples at(Instant time) {
        now = time;
        return this;
    }

    /// Repairs that were made before.
    NodeRoleSamples repairedAt(Instant... times) {
        for (Instant time : times) {
            repaired = repaired.with(new Repair(time, "event of " + time, "mallory changed it"));
        }
        return this;
    }

    NodeRoleSamples inPartition(String other) {
        partition = other;
        return this;
    }

    /// Attaches a policy of AWS.
    NodeRoleSamples attach(String policy) {
        String arn = "arn:%s:iam::aws:policy/%s".formatted(partition, policy);
        attached.add(new AttachedPolicy(policy, arn));
        managed.put(
                arn, new PolicyText(policy, Objects.requireNonNull(DOCUMENTS.get(policy), policy)));
        return this;
    }

    /// Attaches a policy of the account.
    NodeRoleSamples attach(String policy, String document) {
        String arn = arn(policy);
        attached.add(new AttachedPolicy(policy, arn));
        managed.put(arn, new PolicyText(policy, document));
        return this;
    }

    /// Detaches a policy of AWS.
    NodeRoleSamples without(String policy) {
        attached.removeIf(each -> each.name().equals(policy));
        return this;
    }

    /// Attaches a policy that is deleted before it is read.
    NodeRoleSamples attachGone(String policy) {
        attached.add(new AttachedPolicy(policy, arn(policy)));
        managed.put(arn(policy), null);
        return this;
    }

    NodeRoleSamples put(String policy, String document) {
        inline.add(new PolicyText(policy, document));
        return this;
    }

    NodeRoleSamples boundBy(String policy, @Nullable String document) {
        boundary = arn(policy);
        managed.put(boundary, document == null ? null : new PolicyText(policy, document));
        return this;
    }

    NodeRoleSamples in(String... profiles) {
        holders =
                List.of(profiles).stream()
                        .map(each -> new HeldRole(new ProfileName(each), "/", role(), trust))
                        .toList();
        return this;
    }

    /// No profile contains it. The profile with its name contains this role, or none.
    NodeRoleSamples withNamesake(@Nullable Role other) {
        holders = List.of();
        namesake =
                new InstanceProfile(new ProfileName(name.value()), "AIPA1", "/", other, Tags.NONE);
        return this;
    }

    /// EKS is asked, and shows this.
    NodeRoleSamples usedBy(ClusterUse... shown) {
        uses = ClusterUses.of(List.of(shown), List.of());
        return this;
    }

    /// EKS is asked, and does not answer everything.
    NodeRoleSamples unread(String why) {
        uses = ClusterUses.of(uses == null ? List.of() : uses.uses(), List.of(why));
        return this;
    }

    NodeRoleSamples withPods(Cluster cluster, ClusterPods roles) {
        pods.put(cluster, roles);
        return this;
    }

    private Role role() {
        return new Role(name, "AROA1", path);
    }

    private static String arn(String policy) {
        return "arn:aws:iam::123456789012:policy/team/" + policy;
    }

    /// The plan for a call by mallory.
    Plan plan(String operation, NodeRoleChange.Clue clue, Set<String> policies, Part... parts) {
        return answers()
                .plan(rule().evaluate(change(call(operation), clue, policies, Set.of(parts))));
    }

    /// The plan of a sweep.
    Plan sweep() {
        Call call = new Call(new Actor.Unattributed(), "Sweep", ACCOUNT, "request-1", AT);
        return answers()
                .plan(
                        rule().evaluate(
                                        change(
                                                call,
                                                NodeRoleChange.Clue.ALL_DECIDES,
                                                Set.of(),
                                                Set.of(Part.values()))));
    }

    /// The answer to one question.
    Check check(String topic) {
        return checks().stream()
                .filter(each -> each.topic().equals(topic))
                .findFirst()
                .orElseThrow(() -> new AssertionError(checks()));
    }

    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        NodeRoleChange all =
                change(
                        call("show"),
                        NodeRoleChange.Clue.NODE_ROLE,
                        Set.of(),
                        Set.of(Part.values()));
        answers()
                .plan(
                        rule().facts(
                                        all,
                                        detail(),
                                        node -> {
                                            checks.addAll(NodeRoleChecks.of(node, all.parts()));
                                            return Plan.leave(NodeRoleDecision.RIGHT, "");
                                        }));
        return checks;
    }

    NodeRoleRule rule() {
        return new NodeRoleRule(
                Globs.parse("eksNodeRole,*NodeInstanceRole*"),
                new Exemptions(Globs.parse("")),
                partition,
                repairs,
                uses != null);
    }

    NodeRoleChange change(
            Call call, NodeRoleChange.Clue clue, Set<String> policies, Set<Part> parts) {
        return new NodeRoleChange(name, clue, policies, parts, call);
    }

    static Call call(String operation) {
        return new Call(MALLORY, operation, ACCOUNT, "event-1", AT);
    }

    /// The role as IAM shows it.
    RoleDetail detail() {
        return new RoleDetail(role(), trust, tags, null, created, boundary);
    }

    /// What IAM answers.
    Answers answers() {
        Answers answers =
                new Answers()
                        .give(new Read.OfRole(name), detail())
                        .give(new Read.OfAttachedPolicies(name), attached)
                        .give(new Read.OfInlinePolicies(name), inline)
                        .give(new Read.OfHolders(name), holders)
                        .give(new Read.OfProfile(new ProfileName(name.value())), namesake);
        if (repairs != null) {
            answers.give(new Read.OfHistory(name.value(), Instant.EPOCH), history)
                    .give(Read.OfTime.NOW, now)
                    .give(new Read.OfRepairs(name.subject()), repaired);
        }
        if (uses != null) {
            for (boolean groups : List.of(true, false)) {
                for (boolean fargate : List.of(true, false)) {
                    answers.give(
                            new Read.OfClusterUses(
                                    new ClusterQuestion(name, ACCOUNT, groups, fargate)),
                            uses);
                }
            }
        }
        pods.forEach((cluster, roles) -> answers.give(new Read.OfClusterPods(cluster), roles));
        managed.forEach((arn, text) -> answers.give(new Read.OfManagedPolicy(arn), text));
        return answers;
    }

    static String trust(String service) {
        return document(
                "{'Effect':'Allow','Principal':{'Service':'%s'},'Action':'sts:AssumeRole'}"
                        .formatted(service));
    }

    static String allow(String... actions) {
        return document(
                "{'Effect':'Allow','Action':['%s'],'Resource':'*'}"
                        .formatted(String.join("','", actions)));
    }

    static String deny(String... actions) {
        return allow(actions).replace("Allow", "Deny");
    }

    static String document(String statements) {
        return "{'Version':'2012-10-17','Statement':[%s]}".formatted(statements).replace('\'', '"');
    }
}
