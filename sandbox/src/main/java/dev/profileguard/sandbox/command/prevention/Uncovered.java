package dev.profileguard.sandbox.command.prevention;

import java.util.ArrayList;
import java.util.List;

/// What the policies do not cover, for people.
final class Uncovered {
    /// What no policy of these kinds, or none of these policies, can deny.
    private static final List<String> ALWAYS =
            List.of(
                    "The management account of the organization: neither service control policies"
                        + " nor resource control policies hold there. Do not deploy Profile Guard"
                        + " there.",
                    "Service-linked roles, such as those of EKS and Auto Scaling, and what AWS"
                            + " services do in their own name.",
                    "Who can become an excepted principal by what is there already: whom the trust"
                        + " policies of these roles name, and who holds the keys and passwords of"
                        + " these users. So is who may change these policies. That nobody else"
                        + " makes such roles and users, passes these roles or changes their trust"
                        + " policies is only denied from now on: look at those that match first"
                        + " (docs/prevention.md).",
                    "The central stack of an organization (organization.yaml): its StackSets, bus,"
                        + " topic, table and bucket, and the role of regional.yaml. Who may change"
                        + " the StackSets or the bucket decides what runs in all accounts.",
                    "Profiles that are not guarded, and their tags other than the guard's:"
                        + " ProfileProvisioner puts no role into a profile that somebody replaced,"
                        + " and TagEnforcer takes no tag from a profile to its role.",
                    "Events that another account sends to the default bus: the policies hold for"
                            + " principals of your accounts, so the rules of the stack and the"
                            + " functions refuse such events.",
                    "Policies of roles that are not the stack's: who attaches AWS's policies for"
                        + " nodes to a role can make it look like a node role. NodeRoleCheck only"
                        + " reports that.",
                    "The use of a guarded profile: `ec2:RunInstances`,"
                        + " `ec2:AssociateIamInstanceProfile`, launch templates. Who may do that is"
                        + " decided by `iam:PassRole` on its role.",
                    "The roles in guarded profiles: their policies, trust policies, tags other than"
                            + " the guard's, and their deletion.",
                    "Profiles that are guarded only by a recorded baseline: their name is not in"
                            + " GuardedProfiles any more, or their tag was taken off earlier.",
                    "Names in another case: `PROD-web` is guarded by `prod-*`, but the ARN of a"
                        + " policy is compared with regard to case. The tag `profile-guard=locked`"
                        + " covers such a profile.",
                    "The trail (`cloudtrail:StopLogging` and the like), the permissions of the"
                        + " default bus (`events:PutPermission`), metrics"
                        + " (`cloudwatch:PutMetricData`), and what belongs to you and not to the"
                        + " stack: the KMS keys, the topics, the tag policy in Parameter Store.",
                    "Reads: whoever may read the logs, tables, queues' attributes and reports still"
                            + " may, except that nobody else takes messages from the queues.",
                    "What was there before: a role whose name begins as those of the stack, made"
                        + " before the policies were attached, is excepted too. Look for such roles"
                        + " first (docs/prevention.md).",
                    "The resource control policy: only tables, queues, reports and the assumption"
                            + " of the stack's roles. Such policies do not reach IAM, Lambda,"
                            + " EventBridge Scheduler, Step Functions and CloudWatch alarms.",
                    "The permissions boundary: only who has it. It has no exceptions, so do not"
                        + " give it to the stack's roles, or to a principal that may edit guarded"
                        + " profiles. It does not keep anybody from using a role that exists"
                        + " without it, for example by a function or an instance.",
                    "A service that calls IAM for a principal and is not among those that set"
                            + " `aws:CalledVia`: an entry with `via` does not except it.");

    private Uncovered() {}

    /// The list for these settings, what depends on them first.
    static List<String> by(PreventionSettings settings) {
        List<String> all = new ArrayList<>();
        settings.notByName().stream()
                .map(each ->
                        "By its name, every profile that matches %s. The tag `profile-guard=locked` covers such a profile."
                                .formatted(each))
                .forEach(all::add);
        if (settings.exceptions().everybodyByCloudFormation()) {
            all.add(
                    "Everybody who may use CloudFormation: `* via cloudformation.amazonaws.com` is"
                        + " in TrustedPrincipals, so a stack may edit guarded profiles, and Profile"
                        + " Guard's own stack may be updated.");
        }
        all.addAll(ALWAYS);
        all.add(covering(settings));
        return List.copyOf(all);
    }

    private static String covering(PreventionSettings settings) {
        return "They cover more than the stack: resources of other stacks whose names begin with `%s`, state machines named `SweepLoop-...`, and profiles under a path such as `/prod-x/` where GuardedProfiles has `prod-*`."
                .formatted(settings.names().stack().replace("*", "") + "-");
    }
}
