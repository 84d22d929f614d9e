package dev.profileguard.sandbox.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/// A sandbox with roles `web`, `web-v2`, `evil` and the trusted `/ci/deployer`, and the recorded
/// profile `prod-web` with role `web`. Its clock is stopped.
///
/// Everybody is held to identity policies. Mallory and the users like her may change instance
/// profiles and instances, and pass the role `evil`: not `web`.
final class GuardedAccount extends AccountUnderTest {
    static final String NAME = "prod-web";

    private GuardedAccount(String... parameters) {
        super(
                "/profile-guard-",
                Map.of(
                        "GuardMode", "enforce",
                        "GuardedProfiles", "prod-*",
                        "TrustedPrincipals",
                                "arn:aws:iam::*:role/ci/deployer,arn:aws:iam::*:user/owner"),
                parameters);
    }

    /// Enforces, unless the parameters say otherwise.
    static GuardedAccount with(String... parameters) {
        GuardedAccount account = new GuardedAccount(parameters);
        account.setUp();
        return account;
    }

    private void setUp() {
        IamClient owner = as("owner");
        owner.createRole(
                r -> r.roleName("deployer").path("/ci/").assumeRolePolicyDocument(TRUSTS_EC2));
        List.of("web", "web-v2", "evil").forEach(name -> createRole(owner, name));
        createProfile(owner, NAME);
        add(owner, NAME, "web");
        hold();
        later();
    }

    private void hold() {
        List.of("owner", "admin").forEach(name -> allow(name, Grant.EVERYTHING));
        List.of("oncall", "alice").forEach(name -> allow(name, Grant.PROFILES, Grant.passing("*")));
        allowRole("deployer", Grant.PROFILES, Grant.passing("*"));
        List.of("mallory", "ann", "controller")
                .forEach(name ->
                        allow(name, Grant.PROFILES, Grant.INSTANCES, Grant.passing("evil")));
    }

    /// Moves the clock forward by an hour, and forgets what has happened so far.
    void later() {
        later(Duration.ofHours(1));
    }

    @Nullable InstanceProfile profile() {
        return profile(NAME);
    }

    String role() {
        return roleIn(NAME);
    }

    /// The response of a manual invocation.
    String invoke(String request) {
        InvocationResponse response = sandbox().lambda().invoke("ProfileGuard", request);
        return response.payload();
    }

    void sweep() {
        sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
        sandbox().settle();
    }

    /// Fails if an instance that is associated with the profile gets the role `web`, now or later:
    /// by events, planned looks and sweeps.
    void assertNeverHasTheRole(String instance) {
        sandbox().settle();
        assertHasNotTheRole(instance);
        for (int i = 0; i < 3; i++) {
            sandbox().advance(Duration.ofMinutes(25));
            assertHasNotTheRole(instance);
            sweep();
            assertHasNotTheRole(instance);
        }
    }

    /// Fails if the instance is not associated with a profile, or has the role `web` now.
    void assertHasNotTheRole(String instance) {
        assertThat(sandbox().instances().association(instance))
                .as("the calls that associated it succeeded")
                .isNotNull();
        assertThat(sandbox().instances().roleOf(instance).map(Role::roleName).orElse(""))
                .isIn("", "evil");
    }

    static void swap(IamClient iam, String from, String to) {
        remove(iam, NAME, from);
        add(iam, NAME, to);
    }

    static void delete(IamClient iam) {
        remove(iam, NAME, "web");
        iam.deleteInstanceProfile(r -> r.instanceProfileName(NAME));
    }
}
