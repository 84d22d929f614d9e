package dev.profileguard.advice.rule;

import static dev.profileguard.advice.rule.AdviceExamples.ec2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedTest {
    @Test
    void findsTheProfileOfADeniedCallInTheMessage() {
        Named named =
                in(
                        "User: a is not authorized to perform: iam:DeleteInstanceProfile on"
                                + " resource: instance profile web because no identity-based policy"
                                + " allows it",
                        Map.of());

        assertThat(named.profile()).isEqualTo(new ProfileName("web"));
    }

    @Test
    void findsTheRoleOfAnArnInTheMessage() {
        Named named = in("Not authorized on arn:aws:iam::123456789012:role/team/app.", Map.of());

        assertThat(named.role()).isEqualTo(new RoleName("app"));
    }

    @Test
    void doesNotTakeARoleForAProfile() {
        for (String given : List.of("role/web", "arn:aws:iam::123456789012:role/web")) {
            Named named = in("", Map.of("iamInstanceProfile", Map.of("name", given)));

            assertThat(named.given()).isEqualTo(given);
            assertThat(named.profile()).isNull();
            assertThat(named.isRoleForProfile()).isTrue();
            assertThat(named.roleLikeProfile()).isEqualTo(new RoleName("web"));
        }
    }

    @Test
    void takesARoleWithItsTypeForTheRole() {
        assertThat(in("", Map.of("nodeRole", "role/node")).role()).isEqualTo(new RoleName("node"));
    }

    @Test
    void findsTheProfileInTheFirstOfSeveralSpecifications() {
        Named named =
                in(
                        "",
                        Map.of(
                                "launchSpecifications",
                                List.of(
                                        Map.of("iamInstanceProfile", Map.of("name", "web")),
                                        Map.of("iamInstanceProfile", Map.of("name", "other")))));

        assertThat(named.profile()).isEqualTo(new ProfileName("web"));
    }

    @Test
    void findsNothingInListsWithoutContent() {
        assertThat(in("", Map.of("launchSpecifications", List.of())).profile()).isNull();
        assertThat(
                        in("", Map.of("launchSpecifications", Collections.singletonList(null)))
                                .profile())
                .isNull();
    }

    @Test
    void readsParametersInFourWrappersAtMost() {
        Object name = Map.of("roleName", "app");
        Object four = Map.of("a", Map.of("b", Map.of("c", name)));

        assertThat(in("", Map.of("d", four)).role()).isEqualTo(new RoleName("app"));
        assertThat(in("", Map.of("e", Map.of("d", four))).role()).isNull();
    }

    @Test
    void countsAListAsAWrapper() {
        Object name = Map.of("roleName", "app");
        Object four = List.of(Map.of("b", List.of(name)));

        assertThat(in("", Map.of("a", four)).role()).isEqualTo(new RoleName("app"));
        assertThat(in("", Map.of("a", List.of(Map.of("b", four)))).role()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Value () for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance"
                        + " Profile name",
                "Invalid IAM Instance Profile name",
                "Invalid IAM Instance Profile name ''",
                "Invalid IAM Instance Profile name: ",
                "Invalid IAM Instance Profile ARN",
                "InvalidIamInstanceProfile ARN \"\"",
                "IAM Instance Profile \"\" has no associated IAM Roles",
                "Instance Profile  cannot be found.",
                "The role with name  cannot be found.",
                "instance profile  because no identity-based policy allows it"
            })
    void takesNoWordOfTheSentenceForANameThatIsEmpty(String message) {
        Named named = in(message, Map.of("iamInstanceProfile", Map.of("name", "")));

        assertThat(named.given()).isEmpty();
        assertThat(named.profile()).isNull();
        assertThat(named.role()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid IAM Instance Profile name name",
                "Invalid IAM Instance Profile name: 'name'",
                "Invalid IAM Instance Profile ARN name",
                "Invalid IAM Instance Profile: name",
                "Invalid IamInstanceProfile: name"
            })
    void findsAProfileThatIsCalledName(String message) {
        assertThat(in(message, Map.of()).profile()).isEqualTo(new ProfileName("name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iamInstanceProfile", "IamInstanceProfile"})
    void findsTheProfileInWrappedParameters(String field) {
        FailedCall call =
                ec2(
                        "AssociateIamInstanceProfile",
                        "IncorrectState",
                        "There is an existing association for instance i-0123456789abcdef0",
                        Map.of(
                                "AssociateIamInstanceProfileRequest",
                                Map.of(field, Map.of("Name", "web"))));

        Named named = Named.in(call);

        assertThat(named.profile()).isEqualTo(new ProfileName("web"));
        assertThat(named.instance()).isEqualTo("i-0123456789abcdef0");
    }

    private static Named in(String message, Map<String, Object> request) {
        return Named.in(ec2("RunInstances", "InvalidParameterValue", message, request));
    }
}
