package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.delete;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManualRequestTest {
    @Test
    void showsTheBaselineAndTheDrift() {
        account.after("mallory", iam -> remove(iam, NAME, "web"));
        account.sandbox().faults().set("lose", "1");
        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(account.invoke(request("show")))
                .contains("\"decision\":\"shown\"", "differs from its baseline")
                .contains("\"drift\":[\"RoleSwapped\"]")
                .contains("remove role evil from prod-web", "add role web to prod-web")
                .contains("\"repairs\":[{\"at\":", "user/mallory removed role web");
        assertThat(account.role()).isEqualTo("evil");
    }

    @Test
    void showsAProfileThatNothingGuards() {
        assertThat(account.invoke("{\"show\": {\"profile\": \"dev\"}}"))
                .contains("dev is not guarded", "\"found\":null", "\"baseline\":null");
    }

    @Test
    void adoptsTheCurrentState() {
        account.sandbox().faults().set("lose", "1");
        account.after("admin", iam -> swap(iam, "web", "web-v2"));
        account.sandbox().faults().set("lose", "0");

        assertThat(account.invoke(request("adopt"))).contains("\"decision\":\"adopted\"");
        account.later();
        account.after("mallory", iam -> swap(iam, "web-v2", "evil"));

        assertThat(account.role()).isEqualTo("web-v2");
    }

    @Test
    void adoptingADeletedProfileDeletesItsBaseline() {
        account.sandbox().faults().set("lose", "1");
        account.after("admin", iam -> delete(iam));

        assertThat(account.invoke(request("adopt"))).contains("\"decision\":\"guard-ended\"");
        assertThat(account.invoke(request("adopt"))).contains("errorMessage", "There is no");
    }

    @Test
    void aReleaseLastsUntilItsEnd() {
        assertThat(account.invoke(release(30))).contains("\"decision\":\"released\"");
        account.after("oncall", iam -> swap(iam, "web", "web-v2"));
        assertThat(account.role()).isEqualTo("web-v2");

        account.sandbox().advance(Duration.ofMinutes(30));
        account.after("oncall", iam -> swap(iam, "web-v2", "evil"));

        assertThat(account.role()).isEqualTo("web-v2");
        assertThat(account.findings()).contains("released", "change-adopted", "role-reverted");
    }

    @Test
    void aReleaseCanBeEndedEarly() {
        account.invoke(release(30));
        account.sandbox().advance(Duration.ofMinutes(1));

        assertThat(account.invoke(release(0))).contains("The release of prod-web ended");
        account.sandbox().advance(Duration.ofMinutes(1));
        account.after("oncall", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.invoke(release(0))).contains("errorMessage", "nothing to end");
    }

    @Test
    void anUnguardedProfileCannotBeReleased() {
        assertThat(
                        account.invoke(
                                "{\"release\": {\"profile\": \"dev\", \"minutes\": 5, \"reason\":"
                                        + " \"r\"}}"))
                .contains("errorMessage", "dev is not guarded");
    }

    @Test
    void profilesOfServicesAreNeverAdopted() {
        assertThat(
                        account.invoke(
                                "{\"adopt\": {\"profile\":"
                                        + " \"eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10\"}}"))
                .contains("errorMessage", "never touched");
    }

    private final GuardedAccount account = GuardedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    private static String request(String command) {
        return "{\"%s\": {\"profile\": \"prod-web\"}}".formatted(command);
    }

    private static String release(int minutes) {
        return "{\"release\": {\"profile\": \"prod-web\", \"minutes\": %d, \"reason\": \"why\"}}"
                .formatted(minutes);
    }
}
