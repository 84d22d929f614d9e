package dev.profileguard.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.RoleName;
import dev.profileguard.provision.rule.Creator;
import dev.profileguard.provision.rule.ProvisionTrigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisionTriggerExtractionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "role-created",
                "trust-policy-changed",
                "launch-refused",
                "association-refused",
                "replacement-refused"
            })
    void findsTheRoleThatShouldHaveAProfile(String file) throws IOException {
        assertThat(wanted(text(file)).role()).isEqualTo(new RoleName("web"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"role-created", "trust-policy-changed"})
    void takesTheTrustPolicyFromTheCallAsItIs(String file) throws IOException {
        assertThat(wanted(text(file)).trustPolicy()).startsWith("{\"Version\"");
    }

    @Test
    void takesNoTrustPolicyWhereCloudTrailHidesIt() throws IOException {
        String hidden =
                text("role-created")
                        .replaceFirst(
                                "(\"assumeRolePolicyDocument\": )\"(\\\\\"|[^\"])*\"",
                                "$1\"HIDDEN_DUE_TO_SECURITY_REASONS\"");

        assertThat(wanted(hidden).trustPolicy()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "role-created-by-terraform, Terraform",
        "role-created-by-cloudformation, CloudFormation"
    })
    void tellsWhoMadeTheRole(String file, String tool) throws IOException {
        Creator creator = wanted(text(file)).creator();

        assertThat(creator.tool()).isEqualTo(tool);
    }

    @Test
    void findsTheProfilesNameInAnArn() throws IOException {
        String byArn =
                text("launch-refused")
                        .replace(
                                "Value (web) for parameter iamInstanceProfile.name",
                                "Value (arn:aws:iam::123456789012:instance-profile/a/db) for"
                                        + " parameter iamInstanceProfile.arn");

        assertThat(wanted(byArn).role()).isEqualTo(new RoleName("db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DeleteConflictException", "DeleteConflict"})
    void findsTheRoleThatCouldNotBeDeleted(String error) throws IOException {
        String event = text("role-not-deleted").replace("DeleteConflictException", error);

        assertThat(found(event))
                .isInstanceOfSatisfying(
                        Extracted.Found.class,
                        about ->
                                assertThat(about.value())
                                        .isInstanceOf(ProvisionTrigger.DeletionRefused.class));
    }

    @Test
    void leavesPoliciesInTheWayOfADeletionToWhoeverDeletes() throws IOException {
        String event =
                text("role-not-deleted")
                        .replace(
                                "must remove roles from instance profile",
                                "must detach all policies");

        assertThat(why(event)).contains("Policies prevent the role's deletion");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "role-not-deleted | DeleteConflictException | NoSuchEntityException | an instance"
                        + " profile cannot cause",
                "launch-refused | Client.InvalidParameterValue | Client.DryRunOperation | did not"
                        + " fail because of a missing",
                "launch-refused | Invalid IAM Instance Profile name | Invalid AMI | did not fail"
                        + " because of a missing",
                "launch-refused | Value (web) | Value (no role) | no role cannot be the name of a"
                        + " role",
                "launch-refused | RunInstances | StopInstances | does not show a role",
                "role-created | \"userAgent\" | \"errorCode\": \"AccessDenied\", \"userAgent\" |"
                        + " failed with AccessDenied",
                "role-created | iam.amazonaws.com | s3.amazonaws.com | does not show a role"
            })
    void saysWhyAnEventAsksForNothing(String file, String from, String to, String why)
            throws IOException {
        assertThat(why(text(file).replace(from, to))).contains(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"roleName\": \"web\", | | roleName is missing",
                "\"roleName\": \"web\" | \"roleName\": 7 | roleName must be a string, not a number",
                "\"roleName\": \"web\" | \"roleName\": \"a b\" | 'a b' is not a valid role name",
                "\"assumeRolePolicyDocument\": \" | \"assumeRolePolicyDocument\": 7, \"x\": \" |"
                        + " assumeRolePolicyDocument must be a string, not a number"
            })
    void saysWhichFieldIsNotAsCloudTrailWritesIt(String from, String to, String message)
            throws IOException {
        String broken = text("role-created").replace(from, Objects.requireNonNullElse(to, ""));

        assertThatThrownBy(() -> found(broken))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(message);
    }

    private static ProvisionTrigger.Wanted wanted(String event) throws IOException {
        return switch (found(event)) {
            case Extracted.Found(ProvisionTrigger.Wanted wanted) -> wanted;
            case Extracted.Found(ProvisionTrigger other) -> throw new AssertionError(other);
            case Extracted.NotForUs(String why) -> throw new AssertionError(why);
        };
    }

    private static String why(String event) throws IOException {
        return switch (found(event)) {
            case Extracted.Found(ProvisionTrigger trigger) -> throw new AssertionError(trigger);
            case Extracted.NotForUs(String why) -> why;
        };
    }

    private static Extracted<ProvisionTrigger> found(String event) throws IOException {
        return ProvisionTriggerExtraction.in(CloudTrailEvent.read(JSON.std.mapFrom(event)));
    }

    private static String text(String file) throws IOException {
        return Files.readString(Path.of("../events/ProfileProvisioner/" + file + ".json"));
    }
}
