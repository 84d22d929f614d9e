package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.iam;
import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.none;
import static dev.profileguard.advice.rule.AdviceExamples.profile;
import static dev.profileguard.advice.rule.AdviceExamples.role;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameAdviceTest {
    @Test
    void createsATakenProfileThatWasDeletedSince() {
        assertThat(Advice.of(CREATE_PROFILE, Facts.NONE.withProfile(none())))
                .isEqualTo(
                        new Advice(
                                Diagnosis.NAME_TAKEN,
                                "An instance profile web existed. It has been deleted since",
                                List.of("IAM has no instance profile web"),
                                List.of(
                                        "Create it again: aws iam create-instance-profile"
                                                + " --instance-profile-name web"),
                                PAGE));
    }

    @Test
    void provesNothingAboutATakenProfileThatWasNotRead() {
        Advice advice = Advice.of(CREATE_PROFILE, Facts.NONE);

        assertThat(advice.cause())
                .isEqualTo(
                        "An instance profile web exists already, perhaps in other capital letters."
                                + " The console does not show instance profiles");
        assertThat(advice.proofs()).isEmpty();
    }

    @Test
    void createsATakenRoleThatWasDeletedSince() {
        assertThat(Advice.of(CREATE_ROLE, Facts.NONE.withRole(none())))
                .isEqualTo(
                        new Advice(
                                Diagnosis.NAME_TAKEN,
                                "A role web existed. It has been deleted since",
                                List.of("IAM has no role web"),
                                List.of("Call CreateRole again"),
                                PAGE));
    }

    @Test
    void saysHowToLookForATakenRoleThatWasNotRead() {
        assertThat(Advice.of(CREATE_ROLE, Facts.NONE))
                .isEqualTo(
                        new Advice(
                                Diagnosis.NAME_TAKEN,
                                "A role web exists already",
                                List.of(),
                                List.of(
                                        "See its trust policy, and use it if it is the right one:"
                                                + " aws iam get-role --role-name web",
                                        "Or create one of another name",
                                        "Or delete it and create it again, although it has another"
                                            + " ID then: policies that name it and EKS access"
                                            + " entries do not accept the new one until they are"
                                            + " written again, and linked clusters need a new"
                                            + " profile: aws iam delete-role --role-name web"),
                                PAGE));
    }

    @Test
    void namesTheFullProfileAndItsRole() {
        Advice advice =
                Advice.of(
                        addRole(Map.of("instanceProfileName", "web", "roleName", "app")),
                        Facts.NONE.withProfile(known(profile("web", "old"))));

        assertThat(advice)
                .isEqualTo(
                        full(
                                "Instance profile web contains role old" + HOLDS_ONE,
                                List.of("Instance profile web (AIPAweb, path /) contains role old"),
                                "web",
                                "old"));
    }

    @Test
    void writesPlaceholdersForAFullProfileWithoutAName() {
        Advice advice = Advice.of(addRole(Map.of("roleName", "app")), Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        full(
                                "The instance profile contains a role" + HOLDS_ONE,
                                List.of(),
                                "PROFILE",
                                "OTHER_ROLE"));
    }

    @Test
    void looksForAProfileThatDoesNotExist() {
        FailedCall call = missing("DeleteInstanceProfile", Map.of("instanceProfileName", "web"));

        assertThat(Advice.of(call, Facts.NONE.withProfile(none())))
                .isEqualTo(noProfile(List.of("IAM has no instance profile web")));
        assertThat(Advice.of(call, Facts.NONE)).isEqualTo(noProfile(List.of()));
    }

    @Test
    void saysThatTheProfileIsMissingWhenTheCallNamesARoleToo() {
        Advice advice =
                Advice.of(
                        missing("AddRoleToInstanceProfile", BOTH),
                        Facts.NONE.withProfile(none()).withRole(known(role("app"))));

        assertThat(advice).isEqualTo(noProfile(List.of("IAM has no instance profile web")));
    }

    @Test
    void saysThatTheRoleIsMissingWhenTheProfileExists() {
        Advice advice =
                Advice.of(
                        missing("AddRoleToInstanceProfile", BOTH),
                        Facts.NONE.withProfile(known(profile("web", null))).withRole(none()));

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.NOT_FOUND,
                                "There is no role app",
                                List.of("IAM has no role app"),
                                List.of(
                                        "If the name is wrong, look for the right one: aws iam"
                                                + " list-roles --query 'Roles[].RoleName' --output"
                                                + " text",
                                        "If the role was deleted, create it again first"),
                                PAGE));
    }

    @Test
    void saysThatTheRoleExistsNow() {
        Advice advice =
                Advice.of(
                        missing("DetachRolePolicy", Map.of("roleName", "app")),
                        Facts.NONE.withRole(known(role("app"))));

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.NOT_FOUND,
                                "Role app exists now: it was created just before the call, or the"
                                        + " call asks for something of it that does not exist, such"
                                        + " as a policy",
                                List.of("IAM has role app"),
                                List.of(
                                        "See it: aws iam get-role --role-name app",
                                        "Its policies: aws iam list-attached-role-policies"
                                                + " --role-name app; aws iam list-role-policies"
                                                + " --role-name app"),
                                PAGE));
    }

    @Test
    void saysThatSomethingIsMissingWhenTheCallNamesNothing() {
        assertThat(Advice.of(missing("DeleteRole", Map.of()), Facts.NONE))
                .isEqualTo(
                        new Advice(
                                Diagnosis.NOT_FOUND,
                                "What the call names does not exist",
                                List.of(),
                                List.of("Look for the right name: aws iam list-instance-profiles"),
                                PAGE));
    }

    @Test
    void tellsBothWaysOutWhenAProfileExists() {
        FailedCall call =
                iam(
                        "CreateInstanceProfile",
                        "EntityAlreadyExists",
                        "Instance Profile web already exists.",
                        Map.of("instanceProfileName", "web"));

        Advice advice = Advice.of(call, Facts.NONE.withProfile(known(profile("Web", "app"))));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.NAME_TAKEN);
        assertThat(advice.cause())
                .contains("Web exists already, with role app", "The call spells it web");
        assertThat(advice.todo()).hasSize(3);
        assertThat(advice.todo().getFirst()).contains("if role app is the right one");
        assertThat(advice.todo().get(1)).contains("--instance-profile-name web-2");
        assertThat(advice.todo().getLast())
                .contains(
                        "--role-name app; aws iam delete-instance-profile",
                        "lose their credentials");
        assertThat(Advice.of(call, Facts.NONE.withProfile(new Fact.None<>())).cause())
                .contains("has been deleted since");
        assertThat(Advice.of(call, Facts.NONE).todo()).hasSize(3);
        assertThat(
                        Advice.of(call, Facts.NONE.withProfile(known(profile("web", null))))
                                .todo()
                                .getFirst())
                .contains("add-role-to-instance-profile");
    }

    @Test
    void tellsBothWaysOutWhenARoleExists() {
        FailedCall call =
                iam(
                        "CreateRole",
                        "EntityAlreadyExists",
                        "Role with name web already exists.",
                        Map.of("roleName", "web"));

        Advice advice = Advice.of(call, Facts.NONE.withRole(known(role("WEB"))));

        assertThat(advice.cause()).contains("A role WEB exists already", "spells it web");
        assertThat(advice.proofs())
                .singleElement()
                .asString()
                .contains("AROAWEB", "2026-01-01T00:00:00Z");
        assertThat(advice.todo().getLast())
                .contains("aws iam delete-role --role-name WEB", "another ID");
        assertThat(Advice.of(call, Facts.NONE.withRole(new Fact.None<>())).todo())
                .containsExactly("Call CreateRole again");
    }

    @Test
    void doesNotReplaceARoleThatIsRight() {
        FailedCall call =
                iam(
                        "AddRoleToInstanceProfile",
                        "LimitExceeded",
                        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
                        Map.of("instanceProfileName", "web", "roleName", "app"));

        Advice same = Advice.of(call, Facts.NONE.withProfile(known(profile("web", "app"))));
        Advice other = Advice.of(call, Facts.NONE.withProfile(known(profile("web", "old"))));
        Advice empty = Advice.of(call, Facts.NONE.withProfile(known(profile("web", null))));

        assertThat(same.todo()).containsExactly("Nothing: the profile is as the call wanted it");
        assertThat(other.diagnosis()).isEqualTo(Diagnosis.PROFILE_HAS_ROLE);
        assertThat(other.cause()).contains("role old");
        assertThat(other.todo().getLast())
                .contains(
                        "--role-name old; aws iam add-role-to-instance-profile", "--role-name app");
        assertThat(empty.todo())
                .containsExactly(
                        "aws iam add-role-to-instance-profile --instance-profile-name web"
                                + " --role-name app");
        assertThat(Advice.of(call, Facts.NONE).todo().getLast()).contains("OTHER_ROLE");
    }

    @Test
    void tellsWhatIsNotFound() {
        FailedCall removal =
                iam(
                        "RemoveRoleFromInstanceProfile",
                        "NoSuchEntity",
                        "Role app in Instance Profile web cannot be found.",
                        Map.of("instanceProfileName", "web", "roleName", "app"));
        FailedCall role =
                iam(
                        "AttachRolePolicy",
                        "NoSuchEntity",
                        "The role with name web cannot be found.",
                        Map.of("roleName", "web"));

        assertThat(
                        Advice.of(removal, Facts.NONE.withProfile(known(profile("web", "other"))))
                                .cause())
                .isEqualTo("Instance profile web contains role other, not role app");
        assertThat(Advice.of(removal, Facts.NONE.withProfile(known(profile("web", null)))).todo())
                .containsExactly("Nothing: role app is not in the profile");
        assertThat(Advice.of(removal, Facts.NONE.withProfile(known(profile("web", "app")))).cause())
                .startsWith("Instance profile web exists now");
        assertThat(Advice.of(removal, Facts.NONE.withProfile(new Fact.None<>())).cause())
                .isEqualTo("There is no instance profile web");
        assertThat(Advice.of(role, Facts.NONE.withRole(new Fact.None<>())).cause())
                .isEqualTo("There is no role web");
        assertThat(Advice.of(role, Facts.NONE.withRole(known(role("web")))).cause())
                .startsWith("Role web exists now");
    }

    private static final String PAGE =
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html";
    private static final String HOLDS_ONE =
            ", and a profile holds one role: this limit cannot be raised";
    private static final Map<String, Object> BOTH =
            Map.of("instanceProfileName", "web", "roleName", "app");
    private static final FailedCall CREATE_PROFILE =
            iam(
                    "CreateInstanceProfile",
                    "EntityAlreadyExists",
                    "",
                    Map.of("instanceProfileName", "web"));
    private static final FailedCall CREATE_ROLE =
            iam("CreateRole", "EntityAlreadyExists", "", Map.of("roleName", "web"));

    private static FailedCall addRole(Map<String, Object> request) {
        return iam(
                "AddRoleToInstanceProfile",
                "LimitExceeded",
                "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
                request);
    }

    private static FailedCall missing(String operation, Map<String, Object> request) {
        return iam(operation, "NoSuchEntity", "", request);
    }

    private static Advice noProfile(List<String> proofs) {
        return new Advice(
                Diagnosis.NOT_FOUND,
                "There is no instance profile web",
                proofs,
                List.of(
                        "Look for the right name: aws iam list-instance-profiles",
                        "Or create it: aws iam create-instance-profile --instance-profile-name"
                                + " web"),
                PAGE);
    }

    private static Advice full(String cause, List<String> proofs, String profile, String old) {
        return new Advice(
                Diagnosis.PROFILE_HAS_ROLE,
                cause,
                proofs,
                List.of(
                        "Create a profile for the other role: aws iam create-instance-profile"
                                + " --instance-profile-name app; aws iam"
                                + " add-role-to-instance-profile --instance-profile-name app"
                                + " --role-name app",
                        ("Or replace the role, although every instance that uses the profile gets"
                             + " the other role within about an hour: aws iam"
                             + " remove-role-from-instance-profile --instance-profile-name %s"
                             + " --role-name %s; aws iam add-role-to-instance-profile"
                             + " --instance-profile-name %s --role-name app")
                                .formatted(profile, old, profile)),
                PAGE);
    }
}
