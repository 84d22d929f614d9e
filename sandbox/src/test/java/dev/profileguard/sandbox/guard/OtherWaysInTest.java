package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.createProfile;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Mallory, who may not pass the role `web`, combines her attacks with faults, races and other
/// parts of ProfileGuard. No repair gives her instance the role.
class OtherWaysInTest {
    /// Doubled and reordered events, throttled calls, reads that lag.
    @ParameterizedTest
    @CsvSource({"double, 1", "reorder, 1", "throttle, 0.2", "lag, PT20S", "lose, 0.5", "lose, 1"})
    void whileTheWeatherIsBad(String fault, String value) {
        String instance = ec2().runInstance();
        account.later();
        boolean hitsHerToo = fault.equals("throttle") || fault.equals("lag");
        if (!hitsHerToo) {
            account.sandbox().faults().set(fault, value);
        }
        swap(mallory(), "web", "evil");
        ec2().associate(instance, NAME);
        account.sandbox().faults().set(fault, value);
        account.sandbox().settle();
        account.sandbox().advance(Duration.ofMinutes(10));
        account.sandbox().faults().set(fault, fault.equals("lag") ? "PT0S" : "0");

        account.assertNeverHasTheRole(instance);
    }

    /// While ProfileGuard pauses, nothing stops her. It looks again when the pause ends.
    @Test
    void whileTheBreakerIsOpen() {
        String instance = ec2().runInstance();
        for (int i = 0; i < 6; i++) {
            remove(mallory(), NAME, "web");
            account.sandbox().settle();
        }
        assertThat(account.findings()).contains("breaker-open");
        add(mallory(), NAME, "evil");
        ec2().associate(instance, NAME);

        account.assertNeverHasTheRole(instance);
    }

    /// After a release, in which everybody could change the profile.
    @Test
    void justAfterARelease() {
        account.invoke(
                "{\"release\": {\"profile\": \"prod-web\", \"minutes\": 30, \"reason\": \"x\"}}");
        account.sandbox().advance(Duration.ofMinutes(30));
        String instance = ec2().runInstance();
        swap(mallory(), "web", "evil");
        ec2().associate(instance, NAME);

        account.assertNeverHasTheRole(instance);
    }

    /// In the moment between the answer of EC2 and the write.
    @ParameterizedTest
    @ValueSource(strings = {"swapped", "emptied", "deleted"})
    void inTheMomentBeforeTheRoleGoesIn(String how) {
        String instance = ec2().runInstance();
        AtomicBoolean done = new AtomicBoolean();
        account.beforeEach(
                "AddRoleToInstanceProfile",
                () -> {
                    if (done.compareAndSet(false, true)) {
                        add(mallory(), NAME, "evil");
                        ec2().associate(instance, NAME);
                        remove(mallory(), NAME, "evil");
                    }
                });
        switch (how) {
            case "swapped" -> swap(mallory(), "web", "evil");
            case "emptied" -> remove(mallory(), NAME, "web");
            default -> GuardedAccount.delete(mallory());
        }

        account.assertNeverHasTheRole(instance);
        assertThat(done).isTrue();
    }

    /// The profile that ProfileGuard just created again is replaced by one of hers.
    @Test
    void byAProfileOfHersInPlaceOfTheOneThatIsCreatedAgain() {
        String instance = ec2().runInstance();
        AtomicBoolean done = new AtomicBoolean();
        account.beforeEach(
                "AddRoleToInstanceProfile",
                () -> {
                    if (done.compareAndSet(false, true)) {
                        mallory().deleteInstanceProfile(r -> r.instanceProfileName(NAME));
                        createProfile(mallory(), NAME);
                        add(mallory(), NAME, "evil");
                        ec2().associate(instance, NAME);
                        remove(mallory(), NAME, "evil");
                    }
                });
        GuardedAccount.delete(mallory());

        account.assertNeverHasTheRole(instance);
        assertThat(done).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"prod-web, /", "PROD-WEB, /", "prod-web, /a/b/", "Prod-Web, /karpenter/"})
    void byAProfileThatSheCreatesAgainWithAnotherPathOrSpelling(String name, String path) {
        String instance = ec2().runInstance();
        GuardedAccount.delete(mallory());
        mallory().createInstanceProfile(r -> r.instanceProfileName(name).path(path));
        add(mallory(), name, "evil");
        ec2().associate(instance, name);

        account.assertNeverHasTheRole(instance);
    }

    /// She hands in an event that says that the pipeline created her profile.
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1M", "-PT1M", "-P100D"})
    void byAProfileOfHersThatThePipelineIsSaidToHaveCreated(String offset) {
        String instance = ec2().runInstance();
        GuardedAccount.delete(mallory());
        createProfile(mallory(), NAME);
        add(mallory(), NAME, "evil");
        ec2().associate(instance, NAME);
        account.sandbox().clock().move(Duration.ofSeconds(5));
        account.handIn("mallory", "ProfileGuard", created(Duration.parse(offset)));

        account.assertNeverHasTheRole(instance);
    }

    /// IAM shows the profile, and not who created it. No role goes into it, with or without an
    /// instance.
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-P100D"})
    void norIsTheRolePutIntoAProfileThatOnlyAnEventCallsThePipelines(String offset) {
        GuardedAccount.delete(mallory());
        createProfile(mallory(), NAME);
        account.handIn("mallory", "ProfileGuard", created(Duration.parse(offset)));

        account.sandbox().advance(Duration.ofHours(1));
        account.sweep();

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.findings()).contains("role-withheld");
    }

    @Test
    void aProfileThatThePipelineReallyCreatedGetsTheRole() {
        account.withoutEvents("mallory", GuardedAccount::delete);
        createProfile(account.asPipeline(), NAME);

        account.sandbox().settle();
        account.sandbox().advance(Duration.ofHours(1));
        account.sweep();

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).doesNotContain("adoption-unproven");
    }

    @Test
    void byReplacingTheProfileOfAnInstance() {
        createProfile(mallory(), "own");
        add(mallory(), "own", "evil");
        String instance = ec2().runInstance();
        String association = ec2().associate(instance, "own");
        account.later();
        swap(mallory(), "web", "evil");
        ec2().replace(association, NAME);

        account.assertNeverHasTheRole(instance);
    }

    /// By the profile's ARN, and stopped until the role is back.
    @Test
    void byAnInstanceThatIsStoppedMeanwhile() {
        swap(mallory(), "web", "evil");
        String instance =
                ec2().run(
                                ProfileReference.at(
                                        "arn:aws:iam::123456789012:instance-profile/prod-web"));
        ec2().stop(instance);

        account.assertHasNotTheRole(instance);
        account.sandbox().settle();
        account.sandbox().advance(Duration.ofMinutes(25));
        ec2().start(instance);
        account.assertNeverHasTheRole(instance);
    }

    /// A profile that is guarded only by its tag, which she removes by its ARN.
    @Test
    void byRemovingTheTagThatGuards() {
        account.after(
                "owner",
                iam -> {
                    iam.createInstanceProfile(r -> r.instanceProfileName("db").tags(LOCKED));
                    add(iam, "db", "web");
                });
        account.later();
        String instance = ec2().runInstance();
        account.sandbox()
                .tagging(Sandbox.user("mallory"))
                .untagResources(
                        List.of("arn:aws:iam::123456789012:instance-profile/db"),
                        List.of("profile-guard"));
        remove(mallory(), "db", "web");
        add(mallory(), "db", "evil");
        ec2().associate(instance, "db");

        account.assertNeverHasTheRole(instance);
    }

    private String created(Duration offset) {
        return PipelineEvent.of(
                "CreateInstanceProfile",
                "\"path\": \"/\"",
                """
                {"instanceProfile": {"instanceProfileName": "prod-web", "path": "/",
                 "instanceProfileId": "%s", "roles": []}}\
                """
                        .formatted(Objects.requireNonNull(account.profile()).instanceProfileId()),
                account.sandbox().clock().instant().plus(offset),
                "e-1");
    }

    private static final Tag LOCKED = Tag.builder().key("profile-guard").value("locked").build();

    private final GuardedAccount account = GuardedAccount.with();

    /// Where EC2 shows the times of associations, fewer instances are held to have started later.
    @BeforeEach
    void allow() {
        account.sandbox().instances().associationTimes(true);
        account.allow(
                "mallory",
                Grant.PROFILES,
                Grant.INSTANCES,
                Grant.passing("evil"),
                Grant.of("tag:*"),
                Grant.invoking("ProfileGuard"));
    }

    @AfterEach
    void close() {
        account.close();
    }

    private IamClient mallory() {
        return account.as("mallory");
    }

    private ComputeClient ec2() {
        return account.sandbox().ec2(Sandbox.user("mallory"));
    }
}
