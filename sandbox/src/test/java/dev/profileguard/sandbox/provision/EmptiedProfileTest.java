package dev.profileguard.sandbox.provision;

import static dev.profileguard.sandbox.provision.ProvisionedAccount.add;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.createRole;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.Tag;

/// Mallory may change instance profiles and instances, and pass the role `evil`. She brings her
/// instance into the profile that ProfileProvisioner created for the role `web`, which she may not
/// pass. ProfileProvisioner does not put the role into it then.
class EmptiedProfileTest {
    @Test
    void malloryCannotGetTheRoleHerself() {
        remove(mallory(), "web", "web");
        assertThatThrownBy(() -> add(mallory(), "web", "web"))
                .isInstanceOf(AwsServiceException.class)
                .hasMessageContaining("not authorized to perform: iam:PassRole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "sweep", "request"})
    void anEmptyProfileWithHerInstanceIsNotFinished(String occasion) {
        String instance = ec2().runInstance();
        associateAndEmpty(instance);
        account.later(Duration.ofMinutes(30));

        happen(occasion);

        assertThat(account.roleIn("web")).isEqualTo("none");
        assertThat(account.sandbox().instances().roleOf(instance)).isEmpty();
        assertThat(account.findings()).contains("profile-unfinished");

        ec2().terminate(instance);
        happen(occasion);
        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    /// Between the answer of EC2 and the write.
    @ParameterizedTest
    @ValueSource(strings = {"event", "sweep", "request"})
    void anInstanceThatIsAssociatedJustBeforeTheRoleGoesInDoesNotKeepIt(String occasion) {
        String instance = ec2().runInstance();
        remove(mallory(), "web", "web");
        account.later(Duration.ofMinutes(30));
        AtomicBoolean done = new AtomicBoolean();
        account.sandbox()
                .account()
                .gate(call -> {
                    boolean ours = call.caller().arn().contains("/profile-guard-");
                    if (ours
                            && call.operation().equals("AddRoleToInstanceProfile")
                            && done.compareAndSet(false, true)) {
                        associate(instance);
                    }
                });

        happen(occasion);

        assertThat(done).isTrue();
        assertThat(account.roleIn("web")).isEqualTo("none");
        assertThat(account.sandbox().instances().roleOf(instance)).isEmpty();
        assertThat(account.findings()).contains("profile-unfinished");
    }

    /// The role is taken out so that the profile can be deleted. It does not go back into a profile
    /// that somebody began to use since then.
    @Test
    void anInstanceThatIsAssociatedWhileItsProfileIsRetiredDoesNotGetTheRole() {
        String instance = ec2().runInstance();
        account.beforeItsNext(
                "RemoveRoleFromInstanceProfile",
                () -> {
                    remove(mallory(), "web", "web");
                    associate(instance);
                    account.asRoot()
                            .addRoleToInstanceProfile(
                                    r -> r.instanceProfileName("web").roleName("web"));
                });

        assertThatThrownBy(() -> account.asRoot().deleteRole(r -> r.roleName("web")))
                .isInstanceOf(DeleteConflictException.class);
        account.sandbox().settle();

        assertThat(account.calls()).contains("RemoveRoleFromInstanceProfile");
        assertThat(account.roleIn("web")).isEqualTo("none");
        assertThat(account.sandbox().instances().roleOf(instance)).isEmpty();
        assertThat(account.findings()).containsExactly("profile-unfinished");
    }

    private static final Tag OPTED_OUT =
            Tag.builder().key("profile-guard:provision").value("off").build();

    private final ProvisionedAccount account = ProvisionedAccount.with("RetireUnusedHours", "0");

    @BeforeEach
    void provision() {
        createRole(account.asRoot(), "web");
        account.afterTheDelay();
        assertThat(account.roleIn("web")).isEqualTo("web");
        account.asRoot()
                .createRole(r ->
                        r.roleName("evil")
                                .assumeRolePolicyDocument(ProvisionedAccount.TRUSTS_EC2)
                                .tags(OPTED_OUT));
        account.allow("mallory", Grant.PROFILES, Grant.INSTANCES, Grant.passing("evil"));
        account.later(Duration.ofMinutes(30));
    }

    @AfterEach
    void close() {
        account.close();
    }

    private void happen(String occasion) {
        switch (occasion) {
            case "event" ->
                    account.asRoot()
                            .updateAssumeRolePolicy(r ->
                                    r.roleName("web")
                                            .policyDocument(ProvisionedAccount.TRUSTS_EC2));
            case "sweep" -> account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
            default -> account.invoke("{\"check\": {\"role\": \"web\"}}");
        }
        account.sandbox().advance(Duration.ofMinutes(40));
    }

    private void associateAndEmpty(String instance) {
        remove(mallory(), "web", "web");
        associate(instance);
    }

    private void associate(String instance) {
        add(mallory(), "web", "evil");
        ec2().associate(instance, "web");
        remove(mallory(), "web", "evil");
    }

    private IamClient mallory() {
        return account.as("mallory");
    }

    private ComputeClient ec2() {
        return account.sandbox().ec2(Sandbox.user("mallory"));
    }
}
