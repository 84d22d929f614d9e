package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.launch;
import static dev.profileguard.advice.rule.AdviceExamples.profile;
import static dev.profileguard.advice.rule.AdviceExamples.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.ProfileName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a launch names that is no usable instance profile: a missing one, another name, a role, or
/// an empty one.
class InvalidProfileAdviceTest {
    @Test
    void proposesToCreateTheProfileOfARoleWithoutOne() {
        Advice advice =
                Advice.of(
                        launch(INVALID),
                        MISSING.withRole(known(role("web"))).withHolders(List.of()));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.PROFILE_MISSING);
        assertThat(advice.cause()).startsWith("There is a role web, but no instance profile");
        assertThat(advice.todo().getFirst())
                .isEqualTo(
                        "aws iam create-instance-profile --instance-profile-name web; aws iam"
                                + " add-role-to-instance-profile --instance-profile-name web"
                                + " --role-name web");
        assertThat(advice.proofs()).contains("IAM has no instance profile web");
    }

    @Test
    void namesTheProfileOfAnotherNameThatContainsTheRole() {
        Advice advice =
                Advice.of(
                        launch(INVALID),
                        MISSING.withRole(known(role("web")))
                                .withHolders(List.of(profile("web-profile", "web"))));

        assertThat(advice.cause()).endsWith("its instance profile has another name: web-profile");
        assertThat(advice.todo()).containsExactly("Use --iam-instance-profile Name=web-profile");
    }

    @Test
    void saysThatThereIsNeitherRoleNorProfile() {
        Advice advice = Advice.of(launch(INVALID), MISSING.withRole(new Fact.None<>()));

        assertThat(advice.cause())
                .isEqualTo("There is neither an instance profile nor a role called web");
        assertThat(advice.todo()).anyMatch(each -> each.endsWith("aws iam list-instance-profiles"));
    }

    @Test
    void saysThatTheProfileExistsNow() {
        Advice advice =
                Advice.of(launch(INVALID), Facts.NONE.withProfile(known(profile("web", "web"))));

        assertThat(advice.cause()).startsWith("The instance profile web exists now, with its role");
        assertThat(advice.todo().getFirst())
                .contains("aws iam wait instance-profile-exists", "wait 15 seconds");
    }

    @Test
    void saysHowTheProfileIsSpelled() {
        Advice advice =
                Advice.of(launch(INVALID), Facts.NONE.withProfile(known(profile("Web", "web"))));

        assertThat(advice.cause())
                .startsWith("The call names web, but the instance profile is called Web");
        assertThat(advice.todo()).containsExactly("Use --iam-instance-profile Name=Web");
    }

    @Test
    void comparesThePathOfAnArn() {
        String message =
                "Value (arn:aws:iam::123456789012:instance-profile/ops/web) for parameter"
                        + " iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN";

        Advice advice =
                Advice.of(launch(message), Facts.NONE.withProfile(known(profile("web", "web"))));

        assertThat(advice.cause())
                .contains("instance-profile/ops/web", "instance-profile/web", "its path is /");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::123456789012:role/web", "role/web"})
    void recognizesARoleGivenForAProfile(String given) {
        String message = INVALID.replace("(web)", "(" + given + ")");

        Advice advice =
                Advice.of(
                        launch(message),
                        Facts.NONE
                                .withRole(known(role("web")))
                                .withHolders(List.of(profile("web-profile", "web"))));
        Advice without = Advice.of(launch(message), Facts.NONE.withHolders(List.of()));
        Advice unread = Advice.of(launch(message), Facts.NONE);

        assertThat(advice.cause())
                .isEqualTo(
                        "The call gives a role where EC2 expects an instance profile. The profile"
                                + " of role web is web-profile");
        assertThat(without.cause()).endsWith("and no instance profile contains role web");
        assertThat(without.todo()).hasSize(2);
        assertThat(unread.todo().getFirst())
                .endsWith("aws iam list-instance-profiles-for-role --role-name web");
    }

    @Test
    void addsARoleToAnEmptyProfile() {
        String message =
                "IAM Instance Profile \"arn:aws:iam::123456789012:instance-profile/web\" has no"
                        + " associated IAM Roles";

        Advice known =
                Advice.of(
                        launch(message),
                        Facts.NONE
                                .withProfile(known(profile("web", null)))
                                .withRole(known(role("web"))));
        Advice unread = Advice.of(launch(message), Facts.NONE);

        assertThat(known.diagnosis()).isEqualTo(Diagnosis.PROFILE_EMPTY);
        assertThat(known.todo().getFirst())
                .isEqualTo(
                        "aws iam add-role-to-instance-profile --instance-profile-name web"
                                + " --role-name web");
        assertThat(unread.diagnosis()).isEqualTo(Diagnosis.PROFILE_EMPTY);
        assertThat(unread.cause()).contains("contains no role");
        assertThat(unread.proofs()).isEmpty();
    }

    @Test
    void treatsAnEmptyProfileByNameTheSame() {
        Advice advice =
                Advice.of(launch(INVALID), Facts.NONE.withProfile(known(profile("web", null))));

        assertThat(advice.diagnosis()).isEqualTo(Diagnosis.PROFILE_EMPTY);
        assertThat(advice.todo().getFirst()).contains("--role-name ROLE");
    }

    @Test
    void recognizesALaunchTemplateOfAnAutoScalingGroup() {
        FailedCall call =
                new FailedCall(
                        "autoscaling.amazonaws.com",
                        "CreateAutoScalingGroup",
                        "ValidationException",
                        "You must use a valid fully-formed launch template. " + INVALID,
                        "eu-west-1",
                        Map.of("autoScalingGroupName", "web"));

        assertThat(Advice.of(call, Facts.NONE).diagnosis()).isEqualTo(Diagnosis.PROFILE_MISSING);
        assertThat(Named.in(call).profile()).isEqualTo(new ProfileName("web"));
    }

    private static final String INVALID =
            "Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance"
                    + " Profile name";

    private static final Facts MISSING = Facts.NONE.withProfile(new Fact.None<>());
}
