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
