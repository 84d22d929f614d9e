package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.iam;
import static dev.profileguard.advice.rule.AdviceExamples.known;
import static dev.profileguard.advice.rule.AdviceExamples.profile;
import static dev.profileguard.advice.rule.AdviceExamples.role;
import static dev.profileguard.advice.rule.AdviceExamples.use;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.instance.ProfileUse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionAdviceTest {
    @Test
    void provesWhatBlocksTheDeletionOfARole() {
        Advice advice =
                Advice.of(
                        DELETE_ROLE,
                        facts(holders("web"), List.of("arn:aws:iam::aws:policy/A"), List.of("own"))
                                .withUse(new ProfileUse(List.of(use("web")), List.of())));

        assertThat(advice.proofs())
                .containsExactly(
                        "Instance profile web (AIPAweb, path /) contains role web",
                        "EC2 shows instances that use it: i-0123456789abcdef0 in eu-west-1"
                                + " (running)",
                        "Attached: arn:aws:iam::aws:policy/A",
                        "Inline policy: own");
    }

    @Test
    void provesNothingThatWasNotRead() {
        assertThat(Advice.of(DELETE_ROLE, Facts.NONE).proofs()).isEmpty();
        assertThat(Advice.of(DELETE_PROFILE, Facts.NONE).proofs()).isEmpty();
        assertThat(
                        Advice.of(
                                        DELETE_PROFILE,
                                        Facts.NONE.withProfile(known(profile("web", "app"))))
                                .proofs())
                .containsExactly("Instance profile web (AIPAweb, path /) contains role app");
    }

    /// Ten instances are named; with more, somebody has to look.
    @Test
    void looksForOtherInstancesOnlyWhereSomeAreNotNamed() {
        String others = "Make sure that no other instance uses the profile";

        assertThat(usedBy(10).todo()).noneMatch(step -> step.contains(others));
        assertThat(usedBy(11).todo()).anyMatch(step -> step.contains(others));
    }

    private static Advice usedBy(int instances) {
        return Advice.of(
                DELETE_ROLE,
                facts(holders("web"), List.of(), List.of())
                        .withUse(
                                new ProfileUse(
                                        Collections.nCopies(instances, use("web")), List.of())));
    }

    @Test
    void saysWhichRegionsDidNotAnswer() {
        Advice advice =
                Advice.of(
                        DELETE_PROFILE,
                        Facts.NONE
                                .withProfile(known(profile("web", "app")))
                                .withUse(
                                        new ProfileUse(
                                                List.of(), List.of("eu-west-1: AccessDenied"))));

        assertThat(advice.cause())
                .isEqualTo(
                        "Role app is in instance profile web: a profile must be empty before it is"
                                + " deleted");
        assertThat(advice.proofs())
                .containsExactly(
                        "Instance profile web (AIPAweb, path /) contains role app",
                        "EC2 shows no instance that uses it in the regions that answered",
                        "Not read: eu-west-1: AccessDenied");
        assertThat(advice.todo())
                .containsExactly(
                        "1. Make sure that no instance uses the profile, in each region: aws ec2"
                            + " describe-regions --query 'Regions[].RegionName' --output text; for"
                            + " each REGION of these: aws ec2"
                            + " describe-iam-instance-profile-associations --region REGION --query"
                            + " \"IamInstanceProfileAssociations[?ends_with(IamInstanceProfile.Arn,"
                            + " '/web')].[InstanceId,AssociationId,State]\"",
                        "2. aws iam remove-role-from-instance-profile --instance-profile-name web"
                                + " --role-name app",
                        "3. aws iam delete-instance-profile --instance-profile-name web");
    }

    @Test
    void leavesInstancesOutWhenNoneUsesTheProfile() {
        Advice advice =
                Advice.of(
                        DELETE_PROFILE,
                        Facts.NONE
                                .withProfile(known(profile("web", "app")))
                                .withUse(ProfileUse.NONE));

        assertThat(advice.todo())
                .containsExactly(
                        "1. aws iam remove-role-from-instance-profile --instance-profile-name web"
                                + " --role-name app",
                        "2. aws iam delete-instance-profile --instance-profile-name web");
    }

    @Test
    void cleansThreeProfilesUp() {
        Advice advice =
                Advice.of(
                        DELETE_ROLE,
                        facts(holders("a", "b", "c"), List.of(), List.of())
                                .withUse(ProfileUse.NONE));

        assertThat(advice.cause())
                .isEqualTo("Role web cannot be deleted: it is in instance profile a, b, c");
        assertThat(advice.todo())
                .containsExactly(
                        "1. " + emptied("a"),
                        "2. " + emptied("b"),
                        "3. " + emptied("c"),
                        "4. aws iam delete-role --role-name web");
    }

    @Test
    void listsTheProfilesBeyondTheThird() {
        Advice advice =
                Advice.of(
                        DELETE_ROLE,
                        facts(holders("a", "b", "c", "d"), List.of(), List.of())
                                .withUse(ProfileUse.NONE));

        assertThat(advice.cause())
                .isEqualTo(
                        "Role web cannot be deleted: it is in instance profile a, b, c and 1 more");
        assertThat(advice.todo())
                .containsExactly(
                        "1. " + emptied("a"),
                        "2. " + emptied("b"),
                        "3. " + emptied("c"),
                        "4. The same for the others: aws iam list-instance-profiles-for-role"
                                + " --role-name web",
                        "5. aws iam delete-role --role-name web");
        assertThat(advice.proofs())
                .containsExactly(
                        "Instance profile a (AIPAa, path /) contains role web",
                        "Instance profile b (AIPAb, path /) contains role web",
                        "Instance profile c (AIPAc, path /) contains role web",
                        "EC2 shows no instance that uses the first three of them");
    }

    @Test
    void endsTheKnownUseAndLooksInTheRegionsThatDidNotAnswer() {
        Advice advice =
                Advice.of(
                        DELETE_PROFILE,
                        Facts.NONE
                                .withProfile(known(profile("web", "app")))
                                .withUse(
                                        new ProfileUse(
                                                List.of(use("web")),
                                                List.of("eu-west-2: AccessDenied"))));

        assertThat(advice.proofs())
                .containsExactly(
                        "Instance profile web (AIPAweb, path /) contains role app",
                        "EC2 shows instances that use it in the regions that answered: "
                                + "i-0123456789abcdef0 in eu-west-1 (running)",
                        "Not read: eu-west-2: AccessDenied");
        assertThat(advice.todo().get(0))
                .startsWith("1. End the use by these instances, or give them another profile");
        assertThat(advice.todo().get(1))
                .startsWith("2. Make sure that no other instance uses the profile, in each region");
        assertThat(advice.todo().get(2)).startsWith("3. aws iam remove-role-from");
    }

    @Test
    void looksForMoreInstancesThanTheTenThatItNames() {
        Advice advice =
                Advice.of(
                        DELETE_PROFILE,
                        Facts.NONE
                                .withProfile(known(profile("web", "app")))
                                .withUse(
                                        new ProfileUse(
                                                Collections.nCopies(11, use("web")), List.of())));

        assertThat(advice.todo().get(1)).startsWith("2. Make sure that no other instance uses");
    }

    @Test
    void provesNothingAboutInstancesWhenEc2WasNotAsked() {
        Advice advice =
                Advice.of(DELETE_PROFILE, Facts.NONE.withProfile(known(profile("web", "app"))));

        assertThat(advice.proofs())
                .containsExactly("Instance profile web (AIPAweb, path /) contains role app");
        assertThat(advice.todo().getFirst())
                .startsWith("1. Make sure that no instance uses the profile, in each region");
    }

    @Test
    void saysThatSeveralProfilesAreUnused() {
        Advice advice =
                Advice.of(
                        DELETE_ROLE,
                        facts(holders("a", "b", "c"), List.of(), List.of())
                                .withUse(ProfileUse.NONE));

        assertThat(advice.proofs().getLast()).isEqualTo("EC2 shows no instance that uses them");
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "0, 10"})
    void removesTenPolicies(int attached, int inline) {
        Advice advice = Advice.of(DELETE_ROLE, policies(attached, inline));

        assertThat(advice.todo())
                .containsExactly(
                        "1. " + removedPolicies(attached, inline),
                        "2. aws iam delete-role --role-name web");
    }

    @ParameterizedTest
    @CsvSource({"11, 0", "0, 11"})
    void listsThePoliciesBeyondTheTenth(int attached, int inline) {
        Advice advice = Advice.of(DELETE_ROLE, policies(attached, inline));

        assertThat(advice.proofs()).hasSize(10);
        assertThat(advice.todo())
                .containsExactly(
                        "1. " + removedPolicies(attached, inline),
                        "2. The same for the others: aws iam list-attached-role-policies"
                                + " --role-name web; aws iam list-role-policies --role-name web",
                        "3. aws iam delete-role --role-name web");
    }

    @Test
    void looksForAProfileWithoutAName() {
        Advice advice =
                Advice.of(iam("DeleteInstanceProfile", "DeleteConflict", "", Map.of()), Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        unnamed(
                                Diagnosis.PROFILE_DELETE_BLOCKED,
                                "A role is in the instance profile: a profile must be empty before"
                                        + " it is deleted"));
    }

    @Test
    void looksForARoleWithoutAName() {
        Advice advice = Advice.of(iam("DeleteRole", "DeleteConflict", "", Map.of()), Facts.NONE);

        assertThat(advice)
                .isEqualTo(
                        unnamed(
                                Diagnosis.ROLE_DELETE_BLOCKED,
                                "The role is in an instance profile, or has policies"));
    }

    private static final FailedCall DELETE_ROLE =
            iam("DeleteRole", "DeleteConflict", "", Map.of("roleName", "web"));
    private static final FailedCall DELETE_PROFILE =
            iam(
                    "DeleteInstanceProfile",
                    "DeleteConflict",
                    "",
                    Map.of("instanceProfileName", "web"));

    private static Advice unnamed(Diagnosis diagnosis, String cause) {
        return new Advice(
                diagnosis,
                cause,
                List.of(),
                List.of(
                        "Look for it: aws iam list-instance-profiles",
                        "aws iam remove-role-from-instance-profile --instance-profile-name PROFILE"
                                + " --role-name ROLE",
                        "Then call it again"),
                "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html");
    }

    private static Facts facts(
            List<InstanceProfile> holders, List<String> attached, List<String> inline) {
        return Facts.NONE
                .withRole(known(role("web")))
                .withHolders(holders)
                .withPolicies(known(new PolicyNames(attached, inline)));
    }

    private static Facts policies(int attached, int inline) {
        return facts(
                List.of(),
                numbers(attached).mapToObj(each -> "arn:aws:iam::aws:policy/p" + each).toList(),
                numbers(inline).mapToObj(each -> "p" + each).toList());
    }

    /// The commands for ten policies at most.
    private static String removedPolicies(int attached, int inline) {
        return Stream.concat(
                        numbers(Math.min(attached, 10))
                                .mapToObj(each ->
                                        "aws iam detach-role-policy --role-name web --policy-arn"
                                                + " arn:aws:iam::aws:policy/p"
                                                + each),
                        numbers(Math.min(inline, 10))
                                .mapToObj(each ->
                                        "aws iam delete-role-policy --role-name web --policy-name p"
                                                + each))
                .collect(Collectors.joining("; "));
    }

    private static IntStream numbers(int count) {
        return IntStream.rangeClosed(1, count);
    }

    private static List<InstanceProfile> holders(String... names) {
        return Stream.of(names).map(each -> profile(each, "web")).toList();
    }

    private static String emptied(String name) {
        return ("aws iam remove-role-from-instance-profile --instance-profile-name %s --role-name"
                        + " web; aws iam delete-instance-profile --instance-profile-name %s")
                .formatted(name, name);
    }
}
