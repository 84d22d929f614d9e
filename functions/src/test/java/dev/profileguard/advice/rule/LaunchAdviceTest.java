package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.ec2;
import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.none;
import static dev.profileguard.advice.rule.AdviceExamples.profile;
import static dev.profileguard.advice.rule.AdviceExamples.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchAdviceTest {
    @ParameterizedTest
    @CsvSource({"RunInstances, call RunInstances again", "'', try again"})
    void waitsForAProfileThatExistsNow(String operation, String retry) {
        Advice advice =
                Advice.of(
                        launch(operation, "web"),
                        Facts.NONE.withProfile(known(profile("web", "app"))));

        assertThat(advice)
                .isEqualTo(
                        new Advice(
                                Diagnosis.PROFILE_MISSING,
                                "The instance profile web exists now, with its role. It was created"
                                        + " or filled just before the call: IAM shows changes to"
                                        + " other services after some seconds",
                                List.of("Instance profile web (AIPAweb, path /) contains role app"),
                                List.of(
                                        "aws iam wait instance-profile-exists"
                                                + " --instance-profile-name web; then wait 15"
                                                + " seconds and "
                                                + retry),
                                "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency"));
    }

    @Test
    void createsTheProfileOfARoleWithoutOne() {
        Advice advice = Advice.of(launch("RunInstances", "web"), without(role("web"), List.of()));

        assertThat(advice.proofs())
                .containsExactly(
                        "IAM has no instance profile web", "No instance profile contains role web");
        assertThat(advice.todo())
                .containsExactly(
                        created("web", "web"), "Then wait 15 seconds and call RunInstances again");
    }

    @Test
    void provesWhichProfileContainsTheRole() {
        Advice advice =
                Advice.of(
                        launch("RunInstances", "web"),
                        without(role("web"), holders("one", "two", "three")));

        assertThat(advice).isEqualTo(inAnother("one, two, three"));
    }

    @Test
    void showsThreeOfTheProfilesThatContainTheRole() {
        Advice advice =
                Advice.of(
                        launch("RunInstances", "web"),
                        without(role("web"), holders("one", "two", "three", "four", "five")));

        assertThat(advice).isEqualTo(inAnother("one, two, three and 2 more"));
    }

    @Test
    void saysHowToLookWhenNothingWasRead() {
        Advice advice = Advice.of(launch("RunInstances", "web"), Facts.NONE);

        assertThat(advice.cause())
                .isEqualTo(
                        "EC2 does not find the instance profile web: there is none of this name, or"
                                + " it was created seconds before");
        assertThat(advice.proofs()).isEmpty();
        assertThat(advice.todo())
                .containsExactly(
                        "See whether it exists, and has a role: aws iam get-instance-profile"
                                + " --instance-profile-name web",
                        "If it does not exist: " + created("web", "web"),
                        "If it has no role: " + filled("web", "web"),
                        "If it has a role: wait 15 seconds and call RunInstances again");
    }

    @Test
    void doesNotCreateAProfileThatEc2FoundEmpty() {
        Advice advice =
                Advice.of(
                        ec2(
                                "RunInstances",
                                "InvalidParameterValue",
                                "IAM Instance Profile \"web\" has no associated IAM Roles",
                                Map.of()),
                        Facts.NONE);

        assertThat(advice.cause())
                .isEqualTo(
                        "The instance profile web contains no role, so instances that use it get no"
                                + " credentials");
        assertThat(advice.todo())
                .containsExactly(
                        "See whether it exists, and has a role: aws iam get-instance-profile"
                                + " --instance-profile-name web",
                        "If it has no role: " + filled("web", "web"),
                        "If it has a role: wait 15 seconds and call RunInstances again");
    }

    /// Names of profiles have 128 characters at most, names of roles 64.
    @Test
    void doesNotProposeARoleNameThatIamDoesNotAllow() {
        String longest = "a".repeat(64);

        assertThat(Advice.of(launch("RunInstances", longest), Facts.NONE).todo())
                .contains("If it has no role: " + filled(longest, longest));
        assertThat(Advice.of(launch("RunInstances", longest + "a"), Facts.NONE).todo())
                .contains("If it has no role: " + filled(longest + "a", "ROLE"));
    }

    @Test
    void saysThatTheCallNamesNoProfile() {
        Advice advice =
                Advice.of(
                        ec2(
                                "RunInstances",
                                "InvalidParameterValue",
                                "InstanceIdentityProfile not found",
                                Map.of()),
                        Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        unnamed(
                                "The call does not say which instance profile: its name is empty,"
                                        + " or it stands in the launch template or launch"
                                        + " configuration"));
    }

    @Test
    void showsANameThatIamDoesNotAllow() {
        Advice advice = Advice.of(launch("RunInstances", "we b"), Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        unnamed(
                                "'we b' cannot be the name of an instance profile: IAM allows"
                                        + " letters, digits and _+=,.@-"));
    }

    private static final String PAGE =
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html";

    private static FailedCall launch(String operation, String profile) {
        return ec2(
                operation,
                "InvalidParameterValue",
                "Value (%s) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"
                        .formatted(profile),
                Map.of());
    }

    private static Facts without(RoleDetail role, List<InstanceProfile> holders) {
        return Facts.NONE.withProfile(none()).withRole(known(role)).withHolders(holders);
    }

    private static List<InstanceProfile> holders(String... names) {
        return Stream.of(names).map(each -> profile(each, "web")).toList();
    }

    private static Advice inAnother(String names) {
        return new Advice(
                Diagnosis.PROFILE_MISSING,
                "There is a role web, but its instance profile has another name: " + names,
                List.of(
                        "IAM has no instance profile web",
                        "Instance profile one (AIPAone, path /) contains role web",
                        "Instance profile two (AIPAtwo, path /) contains role web",
                        "Instance profile three (AIPAthree, path /) contains role web"),
                List.of(
                        "Use --iam-instance-profile Name=one",
                        "Use --iam-instance-profile Name=two",
                        "Use --iam-instance-profile Name=three"),
                PAGE);
    }

    private static Advice unnamed(String cause) {
        return new Advice(
                Diagnosis.PROFILE_MISSING,
                cause,
                List.of(),
                List.of("Look for the right name: aws iam list-instance-profiles"),
                PAGE);
    }

    private static String created(String profile, String role) {
        return "aws iam create-instance-profile --instance-profile-name %s; %s"
                .formatted(profile, filled(profile, role));
    }

    private static String filled(String profile, String role) {
        return "aws iam add-role-to-instance-profile --instance-profile-name %s --role-name %s"
                .formatted(profile, role);
    }
}
