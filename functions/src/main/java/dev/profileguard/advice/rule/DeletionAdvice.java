package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The ordered clean-up that lets a role or profile be deleted.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html
record DeletionAdvice(FailedCall call, Named named, Facts facts) {
    private static final int MOST = 10;
    private static final int MOST_PROFILES = 3;

    Advice advice(Diagnosis diagnosis) {
        ProfileName profile = named.profile();
        RoleName role = named.role();
        if (diagnosis == Diagnosis.PROFILE_DELETE_BLOCKED && profile != null) {
            return profile(profile);
        }
        return role == null ? unnamed(diagnosis) : role(role);
    }

    private Advice profile(ProfileName name) {
        return switch (facts.profile()) {
            case Fact.None<InstanceProfile> _ ->
                    advice(
                            Diagnosis.PROFILE_DELETE_BLOCKED,
                            "A role was in instance profile %s. The profile has been deleted since"
                                    .formatted(name),
                            List.of("IAM has no instance profile " + name),
                            List.of());
            case Fact.NotRead<InstanceProfile> _ ->
                    steps(
                            Diagnosis.PROFILE_DELETE_BLOCKED,
                            "A role is in instance profile %s: a profile must be empty before it is deleted"
                                    .formatted(name),
                            List.of(),
                            List.of(
                                    "Make sure that no instance uses the profile, in each region: "
                                            + AdviceCommands.findInstancesEverywhere(name),
                                    "%s; %s"
                                            .formatted(
                                                    AdviceCommands.showProfile(name),
                                                    Commands.removeRole(
                                                            name, new RoleName("ROLE"))),
                                    Commands.deleteProfile(name)));
            case Fact.Known(InstanceProfile found) -> profile(found);
        };
    }

    private Advice profile(InstanceProfile found) {
        Role role = found.role();
        if (role == null) {
            return advice(
                    Diagnosis.PROFILE_DELETE_BLOCKED,
                    "A role was in instance profile %s. It has been removed since"
                            .formatted(found.name()),
                    List.of(LaunchAdvice.described(found)),
                    List.of("Delete the profile again: " + Commands.deleteProfile(found.name())));
        }
        List<String> todo = new ArrayList<>(beforeRemoval(List.of(found)));
        todo.add(Commands.removeRole(found.name(), role.name()));
        todo.add(Commands.deleteProfile(found.name()));
        return steps(
                Diagnosis.PROFILE_DELETE_BLOCKED,
                "Role %s is in instance profile %s: a profile must be empty before it is deleted"
                        .formatted(role.name(), found.name()),
                proofs(List.of(found)),
                todo);
    }

    private Advice role(RoleName role) {
        if (facts.role().isNone()) {
            return advice(
                    Diagnosis.ROLE_DELETE_BLOCKED,
                    "Something prevented the deletion of role %s. It has been deleted since"
                            .formatted(role),
                    List.of("IAM has no role " + role),
                    List.of());
        }
        List<InstanceProfile> holders = facts.holders().orNull();
        PolicyNames policies = facts.policies().orNull();
        if (holders != null && holders.isEmpty() && policies != null && policies.isEmpty()) {
            return advice(
                    Diagnosis.ROLE_DELETE_BLOCKED,
                    "What prevented the deletion of role %s has been removed since".formatted(role),
                    List.of(
                            "No instance profile contains role " + role,
                            "Role %s has no policies".formatted(role)),
                    List.of("Delete the role again: " + Commands.deleteRole(role)));
        }
        List<String> todo = new ArrayList<>(profileSteps(role, holders));
        todo.addAll(policySteps(role, policies));
        todo.add(Commands.deleteRole(role));
        return steps(
                Diagnosis.ROLE_DELETE_BLOCKED,
                "Role %s cannot be deleted: %s".formatted(role, blocking(holders, policies)),
                roleProofs(holders, policies),
                todo);
    }

    private List<String> profileSteps(RoleName role, @Nullable List<InstanceProfile> holders) {
        if (holders == null) {
            return List.of(
                    "Look which profiles contain the role: " + AdviceCommands.listHolders(role),
                    "For each of them, once no instance uses it: %s; %s"
                            .formatted(
                                    Commands.removeRole(new ProfileName("PROFILE"), role),
                                    Commands.deleteProfile(new ProfileName("PROFILE"))));
        }
        List<String> todo = new ArrayList<>(beforeRemoval(holders));
        for (InstanceProfile each : holders.stream().limit(MOST_PROFILES).toList()) {
            todo.add(
                    "%s; %s"
                            .formatted(
                                    Commands.removeRole(each.name(), role),
                                    Commands.deleteProfile(each.name())));
        }
        if (holders.size() > MOST_PROFILES) {
            todo.add("The same for the others: " + AdviceCommands.listHolders(role));
        }
        return todo;
    }

    private static List<String> policySteps(RoleName role, @Nullable PolicyNames policies) {
        if (policies == null) {
            return List.of(
                    "Detach its managed policies and delete its inline policies: "
                            + AdviceCommands.listPolicies(role));
        }
        List<String> todo = new ArrayList<>();
        add(
                todo,
                policies.attached().stream()
                        .limit(MOST)
                        .map(arn -> Commands.detachPolicy(role, arn))
                        .toList());
        add(
                todo,
                policies.inline().stream()
                        .limit(MOST)
                        .map(name -> AdviceCommands.deletePolicy(role, name))
                        .toList());
        if (policies.attached().size() > MOST || policies.inline().size() > MOST) {
            todo.add("The same for the others: " + AdviceCommands.listPolicies(role));
        }
        return todo;
    }

    private static void add(List<String> todo, List<String> commands) {
        if (!commands.isEmpty()) {
            todo.add(String.join("; ", commands));
        }
    }

    /// Instances come first: they lose their credentials when the role is removed.
    private List<String> beforeRemoval(List<InstanceProfile> profiles) {
        if (profiles.isEmpty()) {
            return List.of();
        }
        ProfileUse use = facts.use().orNull();
        List<InstanceUse> instances = use == null ? List.of() : use.instances();
        List<String> todo = new ArrayList<>();
        if (!instances.isEmpty()) {
            todo.add(
                    "End the use by these instances, or give them another profile first: "
                            + instances.stream()
                                    .limit(MOST)
                                    .map(Commands::endUse)
                                    .collect(Collectors.joining("; ")));
        }
        if (use == null || !use.isComplete() || instances.size() > MOST) {
            todo.add(
                    "Make sure that no %sinstance uses the profile, in each region: %s"
                            .formatted(
                                    instances.isEmpty() ? "" : "other ",
                                    profiles.stream()
                                            .limit(MOST_PROFILES)
                                            .map(each ->
                                                    AdviceCommands.findInstancesEverywhere(
                                                            each.name()))
                                            .collect(Collectors.joining("; "))));
        }
        return todo;
    }

    private static String blocking(
            @Nullable List<InstanceProfile> holders, @Nullable PolicyNames policies) {
        List<String> what = new ArrayList<>();
        if (holders != null && !holders.isEmpty()) {
            what.add("it is in instance profile " + LaunchAdvice.names(holders));
        }
        if (policies != null && !policies.attached().isEmpty()) {
            what.add(
                    "managed policies are attached to it (%s)"
                            .formatted(policies.attached().size()));
        }
        if (policies != null && !policies.inline().isEmpty()) {
            what.add("it has inline policies (%s)".formatted(policies.inline().size()));
        }
        return what.isEmpty()
                ? "it is in an instance profile, or has policies"
                : String.join(", and ", what);
    }

    private List<String> proofs(List<InstanceProfile> profiles) {
        List<String> proofs =
                new ArrayList<>(
                        profiles.stream()
                                .limit(MOST_PROFILES)
                                .map(LaunchAdvice::described)
                                .toList());
        ProfileUse use = facts.use().orNull();
        if (use != null) {
            proofs.add(shown(use, them(profiles)));
            use.unknown().stream()
                    .limit(MOST)
                    .map(why -> "Not read: " + VisibleText.excerpt(why))
                    .forEach(proofs::add);
        }
        return proofs;
    }

    private static String them(List<InstanceProfile> profiles) {
        return profiles.size() == 1
                ? "it"
                : profiles.size() > MOST_PROFILES ? "the first three of them" : "them";
    }

    /// What EC2 shows, of the regions that answered only.
    private static String shown(ProfileUse use, String them) {
        String where = use.isComplete() ? "" : " in the regions that answered";
        return use.instances().isEmpty()
                ? "EC2 shows no instance that uses %s%s".formatted(them, where)
                : "EC2 shows instances that use %s%s: %s"
                        .formatted(
                                them,
                                where,
                                use.instances().stream()
                                        .limit(MOST)
                                        .map(DeletionAdvice::described)
                                        .collect(Collectors.joining(", ")));
    }

    private List<String> roleProofs(
            @Nullable List<InstanceProfile> holders, @Nullable PolicyNames policies) {
        List<String> proofs =
                new ArrayList<>(holders == null || holders.isEmpty() ? List.of() : proofs(holders));
        if (policies != null) {
            policies.attached().stream().limit(MOST).forEach(arn -> proofs.add("Attached: " + arn));
            policies.inline().stream()
                    .limit(MOST)
                    .forEach(name -> proofs.add("Inline policy: " + name));
        }
        return proofs;
    }

    private static String described(InstanceUse use) {
        return "%s in %s (%s)".formatted(use.instanceId(), use.region(), use.state());
    }

    private static Advice unnamed(Diagnosis diagnosis) {
        return advice(
                diagnosis,
                diagnosis == Diagnosis.PROFILE_DELETE_BLOCKED
                        ? "A role is in the instance profile: a profile must be empty before it is"
                                + " deleted"
                        : "The role is in an instance profile, or has policies",
                List.of(),
                List.of(
                        "Look for it: " + Commands.listProfiles(),
                        Commands.removeRole(new ProfileName("PROFILE"), new RoleName("ROLE")),
                        "Then call it again"));
    }

    private static Advice steps(
            Diagnosis diagnosis, String cause, List<String> proofs, List<String> todo) {
        List<String> numbered = new ArrayList<>();
        for (String each : todo) {
            numbered.add("%d. %s".formatted(numbered.size() + 1, each));
        }
        return advice(diagnosis, cause, proofs, numbered);
    }

    private static Advice advice(
            Diagnosis diagnosis, String cause, List<String> proofs, List<String> todo) {
        return new Advice(diagnosis, cause, proofs, todo, Pages.DELETE_ROLE);
    }
}
