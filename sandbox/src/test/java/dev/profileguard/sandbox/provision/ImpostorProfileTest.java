package dev.profileguard.sandbox.provision;

import static dev.profileguard.sandbox.provision.ProvisionedAccount.add;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

/// Mallory may change and tag instance profiles. She may not pass the role `web`.
/// ProfileProvisioner does not put it into a profile of hers, and does not delete a profile that
/// somebody else made, whatever its name and tags are.
class ImpostorProfileTest {
    /// What lets ProfileProvisioner look at the role again.
    enum Occasion {
        EVENT {
            @Override
            void happen(ProvisionedAccount account) {
                account.sandbox()
                        .iamAs(ROOT)
                        .updateAssumeRolePolicy(r ->
                                r.roleName("web").policyDocument(ProvisionedAccount.TRUSTS_EC2));
            }
        },
        SWEEP {
            @Override
            void happen(ProvisionedAccount account) {
                account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
            }
        },
        REQUEST {
            @Override
            void happen(ProvisionedAccount account) {
                account.invoke("{\"check\": {\"role\": \"web\"}}");
            }
        };

        abstract void happen(ProvisionedAccount account);
    }

    @Test
    void malloryCannotPassTheRoleHerself() {
        assertThatThrownBy(() -> add(mallory(), "web", "web"))
                .isInstanceOf(IamException.class)
                .hasMessageContaining("iam:PassRole");
    }

    @ParameterizedTest
    @EnumSource(Occasion.class)
    void anEmptyProfileInPlaceOfOursIsNotFinished(Occasion occasion) {
        replaceOurs();

        happen(occasion);

        assertThat(account.roleIn("web")).isEqualTo("none");
        assertThat(account.findings()).contains("profile-left-empty");
    }

    @ParameterizedTest
    @EnumSource(Occasion.class)
    void aProfileThatMalloryMadeWhileOursWasToBeMadeIsNotFinished(Occasion occasion) {
        root().deleteRole(r -> r.roleName(removed("web")));
        AtomicBoolean done = new AtomicBoolean();
        account.beforeEach(
                "CreateInstanceProfile",
                () -> {
                    if (done.compareAndSet(false, true)) {
                        createTagged();
                    }
                });
        ProvisionedAccount.createRole(root(), "web");
        account.afterTheDelay();
        assertThat(done).isTrue();

        happen(occasion);

        assertThat(account.roleIn("web")).isEqualTo("none");
    }

    @ParameterizedTest
    @EnumSource(Occasion.class)
    void aRunThatIsKilledBeforeItStoresTheIdIsCompleted(Occasion occasion) {
        killBeforeTheIdIsStored();

        happen(occasion);

        assertThat(account.roleIn("web")).isEqualTo("web");
        refused();
        assertThat(account.roleIn("web")).as("and known for good").isEqualTo("no profile");
    }

    @ParameterizedTest
    @EnumSource(Occasion.class)
    void aProfileThatMalloryMadeAfterARunWasKilledIsNotFinished(Occasion occasion) {
        killBeforeTheIdIsStored();
        mallory().deleteInstanceProfile(r -> r.instanceProfileName("web"));
        createTagged();

        happen(occasion);

        assertThat(account.roleIn("web")).isEqualTo("none");
    }

    @Test
    void whileCloudTrailDoesNotAnswerAKilledRunIsNotCompletedAndThenItIs() {
        killBeforeTheIdIsStored();
        account.sandbox().faults().set("fail", "LookupEvents:1");

        Occasion.SWEEP.happen(account);
        String before = account.roleIn("web");
        Occasion.SWEEP.happen(account);

        assertThat(before).isEqualTo("none");
        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    @Test
    void whereCloudTrailHasForgottenTheCreationAnEmptyProfileIsReported() {
        killBeforeTheIdIsStored(Duration.ofMinutes(90));
        account.later(Duration.ofDays(91));

        Occasion.SWEEP.happen(account);

        assertThat(account.roleIn("web")).isEqualTo("none");
        assertThat(account.findingText("profile-left-empty", "cause"))
                .contains("nothing proves that ProfileProvisioner created it");
        assertThat(account.findingText("profile-left-empty", "todo"))
                .contains("aws iam add-role-to-instance-profile")
                .contains("aws iam delete-instance-profile");
    }

    @Test
    void aProfileInPlaceOfOursIsNotRetired() {
        replaceOurs();
        add(root(), "web", "web");
        String id = id();

        refused();

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(id()).isEqualTo(id);
        assertThat(account.findingText("role-blocked-by-profiles", "done"))
                .contains("somebody else created web");
    }

    @Test
    void aProfileInPlaceOfOursIsNotTidiedWhenItsRoleIsGone() {
        replaceOurs();
        String id = id();
        root().deleteRole(r -> r.roleName("web"));
        account.afterTheDelay();

        Occasion.SWEEP.happen(account);

        assertThat(id()).isEqualTo(id);
    }

    @Test
    void ourProfileIsRetiredWithoutItsTags() {
        mallory()
                .untagInstanceProfile(r ->
                        r.instanceProfileName("web")
                                .tagKeys("profile-guard:created-by", "profile-guard:for-role"));

        refused();

        assertThat(account.roleIn("web")).isEqualTo("no profile");
    }

    private static final Caller ROOT = new Caller.Root("123456789012");

    private final ProvisionedAccount account = ProvisionedAccount.with();

    @BeforeEach
    void fill() {
        user("mallory", "iam:*InstanceProfile*");
        user("reader", "iam:Get*");
        ProvisionedAccount.createRole(root(), "web");
        account.afterTheDelay();
        assertThat(account.roleIn("web")).isEqualTo("web");
        account.sandbox().identityPolicies().enforce(true);
        account.later(Duration.ofMinutes(30));
    }

    @AfterEach
    void close() {
        account.close();
    }

    private void user(String name, String actions) {
        root().createUser(r -> r.userName(name));
        root().putUserPolicy(r ->
                r.userName(name)
                        .policyName("all")
                        .policyDocument(
                                """
                                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                 "Action": "%s", "Resource": "*"}]}\
                                """
                                        .formatted(actions)));
    }

    private IamClient root() {
        return account.sandbox().iamAs(ROOT);
    }

    private IamClient mallory() {
        return account.sandbox().iamAs("mallory");
    }

    private void happen(Occasion occasion) {
        occasion.happen(account);
        account.sandbox().advance(Duration.ofMinutes(40));
    }

    /// Takes a role out of our profile, which Mallory then deletes.
    private String removed(String role) {
        remove(mallory(), role, role);
        mallory().deleteInstanceProfile(r -> r.instanceProfileName(role));
        return role;
    }

    /// Mallory deletes our profile, and makes one of the same name with the same tags.
    private void replaceOurs() {
        removed("web");
        createTagged();
        account.later(Duration.ofMinutes(30));
    }

    private void createTagged() {
        String role = root().getRole(r -> r.roleName("web")).role().roleId();
        List<Tag> tags =
                Map.of(
                                "profile-guard:created-by",
                                "ProfileProvisioner",
                                "profile-guard:for-role",
                                role)
                        .entrySet()
                        .stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList();
        mallory().createInstanceProfile(r -> r.instanceProfileName("web").tags(tags));
    }

    /// A new role `web`, for which the function creates a profile. It is stopped before it can
    /// store the profile's ID.
    private void killBeforeTheIdIsStored() {
        killBeforeTheIdIsStored(Duration.ZERO);
    }

    /// @param until how long it is stopped each time
    private void killBeforeTheIdIsStored(Duration until) {
        root().deleteRole(r -> r.roleName(removed("web")));
        account.later(Duration.ofMinutes(30));
        AtomicBoolean created = new AtomicBoolean();
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.operation().equals("CreateInstanceProfile")) {
                        created.set(true);
                    }
                });
        account.sandbox()
                .database()
                .observer(operation -> {
                    if (created.get()) {
                        throw new IllegalStateException("killed");
                    }
                });
        ProvisionedAccount.createRole(root(), "web");
        account.afterTheDelay();
        account.sandbox().advance(until);
        account.sandbox().account().gate(call -> {});
        account.sandbox().database().observer(operation -> {});
        assertThat(account.roleIn("web")).isEqualTo("none");
        account.forget();
    }

    private void refused() {
        assertThatThrownBy(() -> root().deleteRole(r -> r.roleName("web")))
                .isInstanceOf(DeleteConflictException.class);
        account.sandbox().settle();
    }

    private String id() {
        return Objects.requireNonNull(account.profile("web")).instanceProfileId();
    }
}
