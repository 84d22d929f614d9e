package dev.profileguard.sandbox.provision;

import static dev.profileguard.sandbox.provision.ProvisionedAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;

/// ProfileProvisioner never deletes a profile that an EC2 instance uses: the instance would lose
/// its credentials for good.
class ProfileInUseTest {
    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "eu-central-1", "ap-northeast-3"})
    void isNotRetired(String region) {
        String instance = ec2(region).runInstances("web");

        refused();

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findings()).containsExactly("role-blocked-by-profiles");
        assertThat(account.findingText("role-blocked-by-profiles", "cause"))
                .contains("instances use web: %s in %s".formatted(instance, region));
        assertThat(account.findingText("role-blocked-by-profiles", "todo"))
                .contains("disassociate-iam-instance-profile --region " + region)
                .contains("aws iam delete-role --role-name web");
    }

    @Test
    void isRetiredOnceNoInstanceUsesIt() {
        String instance = ec2("us-east-1").runInstances("web");
        refused();
        ec2("us-east-1").terminate(instance);

        refused();

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.findings()).contains("profile-retired");
    }

    @Test
    void aStoppedInstanceUsesItToo() {
        String instance = ec2("us-east-1").runInstances("web");
        ec2("us-east-1").stop(instance);

        refused();

        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    @ParameterizedTest
    @ValueSource(strings = {"denied", "throttled", "down"})
    void isNotRetiredWhereEc2CannotBeAsked(String fault) {
        account.sandbox().faults().set("ec2", "eu-west-1:" + fault);

        refused();

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findingText("role-blocked-by-profiles", "cause"))
                .contains("EC2 could not be asked", "eu-west-1");
    }

    @Test
    void anInstanceThatIsStartedJustBeforeTheRoleIsRemovedKeepsItsProfile() {
        List<String> instance = new ArrayList<>();
        account.beforeItsNext(
                "RemoveRoleFromInstanceProfile",
                () -> instance.add(ec2("eu-west-1").runInstances("web")));

        refused();

        assertThat(account.roleIn("web")).isEqualTo("none");
        assertThat(account.calls())
                .contains("RemoveRoleFromInstanceProfile")
                .doesNotContain("AddRoleToInstanceProfile", "DeleteInstanceProfile");
        assertThat(account.findings()).containsExactly("profile-unfinished");
        assertThat(account.findingText("profile-unfinished", "cause"))
                .contains("is kept out of it: instances use web: " + instance.getFirst());
        assertThat(account.findingText("profile-unfinished", "todo"))
                .contains("aws iam add-role-to-instance-profile --instance-profile-name web");
    }

    @Test
    void isNotDeletedAsALeftoverEither() {
        String instance = ec2("eu-west-1").runInstances("web");
        remove(account.as("alice"), "web", "web");
        account.as("alice").deleteRole(r -> r.roleName("web"));
        account.later(Duration.ofMinutes(30));

        sweep();
        String inUse = account.roleIn("web");
        String finding = account.findingText("profile-unfinished", "cause");
        ec2("eu-west-1").terminate(instance);
        sweep();

        assertThat(inUse).isEqualTo("none");
        assertThat(finding).contains("instances use web: %s in eu-west-1".formatted(instance));
        assertThat(account.roleIn("web")).isEqualTo("no profile");
    }

    @Test
    void ec2IsAskedOnlyIfTheProfileWouldBeDeleted() {
        try (ProvisionedAccount used = ProvisionedAccount.with()) {
            used.provisioned("web");
            used.sandbox().account().used("web", used.sandbox().clock().instant(), "us-east-1");

            assertThatThrownBy(() -> used.as("alice").deleteRole(r -> r.roleName("web")))
                    .isInstanceOf(DeleteConflictException.class);
            used.sandbox().settle();

            assertThat(used.findings()).containsExactly("role-blocked-by-profiles");
            assertThat(used.ec2Calls()).isEmpty();
        }
    }

    @Test
    void onlyTheRegionsOfTheSettingAreAsked() {
        try (ProvisionedAccount observed =
                ProvisionedAccount.with("InstanceRegions", "us-east-1", "RetireUnusedHours", "0")) {
            observed.provisioned("web");
            observed.sandbox().ec2(Sandbox.user("bob"), "us-east-1").runInstances("web");
            assertThatThrownBy(() -> observed.as("alice").deleteRole(r -> r.roleName("web")))
                    .isInstanceOf(DeleteConflictException.class);
            observed.sandbox().settle();

            assertThat(observed.roleIn("web")).isEqualTo("web");
            assertThat(observed.ec2Calls())
                    .containsExactly("DescribeInstances", "DescribeIamInstanceProfileAssociations");
        }
    }

    /// IAM shows the use of a role hours late: as if it had not shown it yet.
    private final ProvisionedAccount account =
            ProvisionedAccount.with("RetireUnusedHours", "0").held();

    @BeforeEach
    void provision() {
        account.provisioned("web");
    }

    @AfterEach
    void close() {
        account.close();
    }

    private ComputeClient ec2(String region) {
        return account.sandbox().ec2(Sandbox.user("bob"), region);
    }

    private void sweep() {
        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
        account.sandbox().settle();
    }

    private void refused() {
        assertThatThrownBy(() -> account.as("alice").deleteRole(r -> r.roleName("web")))
                .isInstanceOf(DeleteConflictException.class);
        account.sandbox().settle();
    }
}
