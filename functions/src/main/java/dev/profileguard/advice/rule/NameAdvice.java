package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The advice about names: one that is taken, one that does not exist, and a profile with a role.
record NameAdvice(FailedCall call, Named named, Facts facts) {
    private static final String DELETED_PROFILE =
            "it has another ID then: instances that use it lose their credentials and have to be"
                    + " associated again, and clusters that are linked to it need a new profile";
    private static final String DELETED_ROLE =
            "it has another ID then: policies that name it and EKS access entries do not accept the"
                    + " new one until they are written again, and linked clusters need a new"
                    + " profile";

    Advice advice(Diagnosis diagnosis) {
        return switch (diagnosis) {
            case NAME_TAKEN -> taken();
            case PROFILE_HAS_ROLE -> full();
            default -> absent();
        };
    }

    private Advice taken() {
        ProfileName profile = named.profile();
        RoleName role = named.role();
        if (profile != null && !call.operation().equals("CreateRole")) {
            return takenProfile(profile);
        }
        if (role != null) {
            return takenRole(role);
        }
        return advice(
                Diagnosis.NAME_TAKEN,
                "Something of this name exists already: names in IAM are unique, without regard to"
                        + " capital letters",
                List.of(),
                List.of("Look for it: " + Commands.listProfiles(), "Or take another name"));
    }

    private Advice takenProfile(ProfileName name) {
        InstanceProfile found = facts.profile().orNull();
        if (found == null) {
            return advice(
                    Diagnosis.NAME_TAKEN,
                    facts.profile().isNone()
                            ? "An instance profile %s existed. It has been deleted since"
                                    .formatted(name)
                            : "An instance profile %s exists already, perhaps in other capital letters. The console does not show instance profiles"
                                    .formatted(name),
                    facts.profile().isNone()
                            ? List.of("IAM has no instance profile " + name)
                            : List.of(),
                    facts.profile().isNone()
                            ? List.of("Create it again: " + Commands.createProfile(name.value()))
                            : List.of(
                                    "See it and its role: " + AdviceCommands.showProfile(name),
                                    "Use it, or take another name",
                                    "Or delete it and create it again, although %s: %s"
                                            .formatted(DELETED_PROFILE, Commands.delete(name))));
        }
        Role role = found.role();
        List<String> todo = new ArrayList<>();
        todo.add(
                role == null
                        ? "Use it, with the role that the instances need: "
                                + Commands.addRole(
                                        found.name(),
                                        named.role() == null ? new RoleName("ROLE") : named.role())
                        : "Use it, if role %s is the right one: %s"
                                .formatted(role.name(), Commands.launchOption(found.name())));
        todo.add("Or create one of another name: " + Commands.createProfile(name.value() + "-2"));
        todo.add(
                "Or delete it and create it again, although %s: %s%s"
                        .formatted(
                                DELETED_PROFILE,
                                role == null
                                        ? ""
                                        : Commands.removeRole(found.name(), role.name()) + "; ",
                                Commands.deleteProfile(found.name())));
        return advice(
                Diagnosis.NAME_TAKEN,
                "An instance profile %s exists already, with %s. The console does not show instance profiles%s"
                        .formatted(
                                found.name(),
                                role == null ? "no role" : "role " + role.name(),
                                otherCase(name.value(), found.name().value())),
                List.of(LaunchAdvice.described(found)),
                todo);
    }

    private Advice takenRole(RoleName name) {
        RoleDetail found = facts.role().orNull();
        boolean gone = facts.role().isNone();
        RoleName shown = found == null ? name : found.name();
        List<String> proofs =
                found == null
                        ? gone ? List.of("IAM has no role " + name) : List.of()
                        : List.of(
                                "Role %s (%s, path %s) was created at %s"
                                        .formatted(
                                                found.name(),
                                                found.role().id(),
                                                found.role().path(),
                                                found.created()));
        return advice(
                Diagnosis.NAME_TAKEN,
                gone
                        ? "A role %s existed. It has been deleted since".formatted(name)
                        : "A role %s exists already%s"
                                .formatted(shown, otherCase(name.value(), shown.value())),
                proofs,
                gone
                        ? List.of("Call CreateRole again")
                        : List.of(
                                "See its trust policy, and use it if it is the right one: "
                                        + Commands.showRole(shown),
                                "Or create one of another name",
                                "Or delete it and create it again, although %s: %s"
                                        .formatted(DELETED_ROLE, Commands.deleteRole(shown))));
    }

    private static String otherCase(String asked, String found) {
        return asked.equals(found)
                ? ""
                : ". The call spells it %s: names in IAM are unique without regard to capital letters"
                        .formatted(asked);
    }

    private Advice full() {
        ProfileName profile = named.profile();
        RoleName role = named.role();
        InstanceProfile found = facts.profile().orNull();
        Role held = found == null ? null : found.role();
        String where = profile == null ? "The instance profile" : "Instance profile " + profile;
        ProfileName target = profile == null ? new ProfileName("PROFILE") : profile;
        RoleName wanted = role == null ? new RoleName("ROLE") : role;
        if (found != null && held != null && held.name().equals(role)) {
            return advice(
                    Diagnosis.PROFILE_HAS_ROLE,
                    "%s contains role %s already".formatted(where, role),
                    List.of(LaunchAdvice.described(found)),
                    List.of("Nothing: the profile is as the call wanted it"));
        }
        if (found != null && held == null) {
            return advice(
                    Diagnosis.PROFILE_HAS_ROLE,
                    "%s contained a role. It is empty now".formatted(where),
                    List.of(LaunchAdvice.described(found)),
                    List.of(Commands.addRole(target, wanted)));
        }
        RoleName other = held == null ? new RoleName("OTHER_ROLE") : held.name();
        return advice(
                Diagnosis.PROFILE_HAS_ROLE,
                "%s contains %s, and a profile holds one role: this limit cannot be raised"
                        .formatted(where, held == null ? "a role" : "role " + other),
                found == null ? List.of() : List.of(LaunchAdvice.described(found)),
                List.of(
                        "Create a profile for the other role: %s; %s"
                                .formatted(
                                        Commands.createProfile(wanted.value()),
                                        Commands.addRole(new ProfileName(wanted.value()), wanted)),
                        "Or replace the role, although every instance that uses the profile gets the other role within about an hour: %s; %s"
                                .formatted(
                                        Commands.removeRole(target, other),
                                        Commands.addRole(target, wanted))));
    }

    private Advice absent() {
        ProfileName profile = named.profile();
        RoleName role = named.role();
        boolean aboutProfile =
                profile != null
                        && (role == null
                                || call.message().contains("Instance Profile")
                                || facts.profile().isNone());
        if (aboutProfile && profile != null) {
            return absentProfile(profile, role);
        }
        if (role != null) {
            boolean lag = facts.role().orNull() != null;
            return advice(
                    Diagnosis.NOT_FOUND,
                    lag
                            ? "Role %s exists now: it was created just before the call, or the call asks for something of it that does not exist, such as a policy"
                                    .formatted(role)
                            : "There is no role %s".formatted(role),
                    facts.role()
                            .match(
                                    each -> List.of("IAM has role " + each.name()),
                                    List.of("IAM has no role " + role),
                                    List.of()),
                    facts.role().isNone()
                            ? List.of(
                                    "If the name is wrong, look for the right one: "
                                            + AdviceCommands.listRoles(),
                                    "If the role was deleted, create it again first")
                            : List.of(
                                    "See it: " + Commands.showRole(role),
                                    "Its policies: " + AdviceCommands.listPolicies(role)));
        }
        return advice(
                Diagnosis.NOT_FOUND,
                "What the call names does not exist",
                List.of(),
                List.of("Look for the right name: " + Commands.listProfiles()));
    }

    private Advice absentProfile(ProfileName profile, @Nullable RoleName role) {
        InstanceProfile found = facts.profile().orNull();
        if (found == null) {
            return advice(
                    Diagnosis.NOT_FOUND,
                    "There is no instance profile %s".formatted(profile),
                    facts.profile().isNone()
                            ? List.of("IAM has no instance profile " + profile)
                            : List.of(),
                    List.of(
                            "Look for the right name: " + Commands.listProfiles(),
                            "Or create it: " + Commands.createProfile(profile.value())));
        }
        boolean holds = role != null && found.holds(role);
        List<String> todo = new ArrayList<>();
        if (role != null && !holds && call.operation().startsWith("Remove")) {
            todo.add("Nothing: role %s is not in the profile".formatted(role));
        } else {
            todo.add("Wait 15 seconds and try again");
        }
        return advice(
                Diagnosis.NOT_FOUND,
                role == null || holds
                        ? "Instance profile %s exists now: it was created just before the call"
                                .formatted(profile)
                        : "Instance profile %s contains %s, not role %s"
                                .formatted(
                                        profile,
                                        found.role() == null
                                                ? "no role"
                                                : "role " + found.role().name(),
                                        role),
                List.of(LaunchAdvice.described(found)),
                todo);
    }

    private static Advice advice(
            Diagnosis diagnosis, String cause, List<String> proofs, List<String> todo) {
        return new Advice(diagnosis, cause, proofs, todo, Pages.INSTANCE_PROFILES);
    }
}
