package dev.profileguard.advice.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The advice about a launch or association that names a profile which EC2 does not find, or which
/// has no role.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
record LaunchAdvice(FailedCall call, Named named, Facts facts) {
    private static final int MOST_HOLDERS = 3;

    Advice advice(Diagnosis diagnosis) {
        if (named.isRoleForProfile()) {
            return roleForProfile(diagnosis);
        }
        ProfileName profile = named.profile();
        if (profile == null) {
            return unnamed(diagnosis);
        }
        return switch (facts.profile()) {
            case Fact.Known(InstanceProfile found) -> existing(diagnosis, profile, found);
            case Fact.None<InstanceProfile> _ -> missing(diagnosis, profile);
            case Fact.NotRead<InstanceProfile> _ -> unread(diagnosis, profile);
        };
    }

    private Advice existing(Diagnosis diagnosis, ProfileName given, InstanceProfile found) {
        List<String> proofs = List.of(described(found));
        if (found.role() == null) {
            return advice(
                    Diagnosis.PROFILE_EMPTY,
                    "The instance profile %s contains no role, so instances that use it get no credentials"
                            .formatted(found.name()),
                    proofs,
                    List.of(addRole(found), "Then " + retry()));
        }
        String wrong = wrongSpelling(given, found);
        if (wrong != null) {
            return advice(
                    diagnosis,
                    wrong,
                    proofs,
                    List.of("Use " + Commands.launchOption(found.name())));
        }
        return new Advice(
                diagnosis,
                ("The instance profile %s exists now, with its role. It was created or filled just"
                     + " before the call: IAM shows changes to other services after some seconds")
                        .formatted(found.name()),
                proofs,
                List.of(
                        "%s; then wait 15 seconds and %s"
                                .formatted(AdviceCommands.awaitProfile(found.name()), retry())),
                Pages.CONSISTENCY);
    }

    /// What is wrong with the name or ARN in the call; null: nothing.
    private @Nullable String wrongSpelling(ProfileName given, InstanceProfile found) {
        if (!given.value().equals(found.name().value())) {
            return "The call names %s, but the instance profile is called %s: EC2 distinguishes capital letters"
                    .formatted(given, found.name());
        }
        Arn arn = Arn.parse(named.given());
        String resource = "instance-profile" + found.path() + found.name();
        return arn == null || arn.resource().equals(resource)
                ? null
                : "The ARN in the call ends in %s, but that of the instance profile ends in %s: its path is %s"
                        .formatted(VisibleText.excerpt(arn.resource()), resource, found.path());
    }

    private Advice missing(Diagnosis diagnosis, ProfileName profile) {
        String none = "IAM has no instance profile %s".formatted(profile);
        return switch (facts.role()) {
            case Fact.Known(RoleDetail role) -> roleWithout(diagnosis, profile, role.name(), none);
            case Fact.None<RoleDetail> _ ->
                    advice(
                            diagnosis,
                            "There is neither an instance profile nor a role called " + profile,
                            List.of(none, "IAM has no role " + profile),
                            List.of(
                                    "If the name is wrong, look for the right one: "
                                            + Commands.listProfiles(),
                                    "If the profile is missing: "
                                            + create(profile, new RoleName("ROLE"))));
            case Fact.NotRead<RoleDetail> _ ->
                    advice(
                            diagnosis,
                            none,
                            List.of(none),
                            List.of(create(profile, new RoleName("ROLE"))));
        };
    }

    private Advice roleWithout(
            Diagnosis diagnosis, ProfileName profile, RoleName role, String none) {
        List<InstanceProfile> holders = facts.holders().match(each -> each, List.of(), List.of());
        if (!holders.isEmpty()) {
            return inAnother(
                    diagnosis,
                    "There is a role %s, but its instance profile has another name: %s"
                            .formatted(role, names(holders)),
                    List.of(none),
                    holders);
        }
        return advice(
                diagnosis,
                ("There is a role %s, but no instance profile that contains it. The console creates"
                     + " one with each role for EC2; the API, the AWS CLI and SDKs do not")
                        .formatted(role),
                List.of(none, "No instance profile contains role " + role),
                List.of(create(profile, role), "Then wait 15 seconds and " + retry()));
    }

    private Advice roleForProfile(Diagnosis diagnosis) {
        RoleName role = named.roleLikeProfile();
        String cause = "The call gives a role where EC2 expects an instance profile";
        if (role == null) {
            return advice(diagnosis, cause, List.of(), List.of(Commands.listProfiles()));
        }
        List<InstanceProfile> holders = facts.holders().orNull();
        if (holders == null) {
            return advice(
                    diagnosis,
                    "%s: role %s".formatted(cause, role),
                    List.of(),
                    List.of(
                            "Look which profile contains the role, and use its name: "
                                    + AdviceCommands.listHolders(role),
                            "If none does: " + create(new ProfileName(role.value()), role)));
        }
        if (holders.isEmpty()) {
            return advice(
                    diagnosis,
                    "%s, and no instance profile contains role %s".formatted(cause, role),
                    List.of("No instance profile contains role " + role),
                    List.of(
                            create(new ProfileName(role.value()), role),
                            "Then use " + Commands.launchOption(new ProfileName(role.value()))));
        }
        return inAnother(
                diagnosis,
                "%s. The profile of role %s is %s".formatted(cause, role, names(holders)),
                List.of(),
                holders);
    }

    private Advice inAnother(
            Diagnosis diagnosis, String cause, List<String> more, List<InstanceProfile> holders) {
        List<String> proofs = new ArrayList<>(more);
        holders.stream().limit(MOST_HOLDERS).map(LaunchAdvice::described).forEach(proofs::add);
        return advice(
                diagnosis,
                cause,
                proofs,
                holders.stream()
                        .limit(MOST_HOLDERS)
                        .map(each -> "Use " + Commands.launchOption(each.name()))
                        .toList());
    }

    private Advice unread(Diagnosis diagnosis, ProfileName profile) {
        boolean empty = diagnosis == Diagnosis.PROFILE_EMPTY;
        String cause =
                empty
                        ? "The instance profile %s contains no role, so instances that use it get"
                                + " no credentials"
                        : "EC2 does not find the instance profile %s: there is none of this name,"
                                + " or it was created seconds before";
        List<String> todo = new ArrayList<>();
        todo.add("See whether it exists, and has a role: " + AdviceCommands.showProfile(profile));
        if (!empty) {
            todo.add("If it does not exist: " + create(profile, role(profile)));
        }
        todo.add("If it has no role: " + Commands.addRole(profile, role(profile)));
        todo.add("If it has a role: wait 15 seconds and " + retry());
        return advice(diagnosis, cause.formatted(profile), List.of(), todo);
    }

    private Advice unnamed(Diagnosis diagnosis) {
        String given = named.given();
        return advice(
                diagnosis,
                given.isEmpty()
                        ? "The call does not say which instance profile: its name is empty, or it"
                                + " stands in the launch template or launch configuration"
                        : "'%s' cannot be the name of an instance profile: IAM allows letters, digits and _+=,.@-"
                                .formatted(VisibleText.excerpt(given)),
                List.of(),
                List.of("Look for the right name: " + Commands.listProfiles()));
    }

    /// A role that somebody probably wants in this profile: the one of the same name.
    private static RoleName role(ProfileName profile) {
        return profile.value().length() > RoleName.MAX_LENGTH
                ? new RoleName("ROLE")
                : new RoleName(profile.value());
    }

    private String addRole(InstanceProfile found) {
        RoleDetail role = facts.role().orNull();
        return role == null
                ? "Add the role that the instances need, in place of ROLE: "
                        + Commands.addRole(found.name(), new RoleName("ROLE"))
                : Commands.addRole(found.name(), role.name());
    }

    private static String create(ProfileName profile, RoleName role) {
        return "%s; %s"
                .formatted(
                        Commands.createProfile(profile.value()), Commands.addRole(profile, role));
    }

    private String retry() {
        return call.operation().isEmpty() ? "try again" : "call " + call.operation() + " again";
    }

    static String described(InstanceProfile profile) {
        return "Instance profile %s (%s, path %s) contains %s"
                .formatted(
                        profile.name(),
                        profile.id(),
                        profile.path(),
                        profile.role() == null ? "no role" : "role " + profile.role().name());
    }

    static String names(List<InstanceProfile> profiles) {
        String shown =
                String.join(
                        ", ",
                        profiles.stream()
                                .limit(MOST_HOLDERS)
                                .map(each -> each.name().value())
                                .toList());
        int more = profiles.size() - MOST_HOLDERS;
        return more > 0 ? String.format(Locale.ROOT, "%s and %d more", shown, more) : shown;
    }

    private static Advice advice(
            Diagnosis diagnosis, String cause, List<String> proofs, List<String> todo) {
        return new Advice(diagnosis, cause, proofs, todo, Pages.INSTANCE_PROFILES);
    }
}
