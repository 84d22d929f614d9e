package dev.profileguard.sandbox.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Mallory lets ProfileGuard keep her role in a profile: she makes the profile, or has it guarded.
class ProvisionalBaselineTest {
    private static final String OPEN = "[WARNING] baseline-provisional: instance-profile/";
    private static final String RESOLVED = "[RESOLVED] baseline-provisional: instance-profile/";
    private static final String SWEEP = "{\"mode\": \"sweep\"}";

    private final NotifiedAccount account =
            NotifiedAccount.with(
                    "TrustedPrincipals", "arn:aws:iam::*:user/pipeline,arn:aws:iam::*:user/owner");

    @AfterEach
    void close() {
        account.close();
    }

    /// A role that she may not pass cannot be recorded by her.
    @Test
    void malloryCannotPutARoleThatSheMayNotPassIntoAProfile() {
        NotifiedAccount.createProfile(account.as("mallory"), "prod-x");

        assertThatThrownBy(() -> NotifiedAccount.add(account.as("mallory"), "prod-x", "web"))
                .hasMessageContaining("not authorized to perform: iam:PassRole")
                .hasMessageContaining("role/web");
    }

    @Test
    void aProfileThatSheNamesIntoBeingGuardedIsEnforcedAndReportedAsAWarning() {
        mallory(iam -> make(iam, "prod-x"));

        assertThat(account.mails()).containsExactly(OPEN + "prod-x");
        assertThat(String.valueOf(account.finding("baseline-provisional")))
                .contains("mallory", "set the tag profile-guard=locked", "adopt");
        assertThat(invoke("ProfileGuard", "{\"show\": {\"profile\": \"prod-x\"}}"))
                .contains("matches its provisional baseline", "\"provisional\":true");

        account.after("eve", iam -> remove(iam, "prod-x"));
        assertThat(account.roleIn("prod-x")).isEqualTo("evil");
    }

    @Test
    void aProfileThatSheLocksIsReportedAsAWarning() {
        mallory(iam -> make(iam, "web"));
        assertThat(account.mails()).isEmpty();

        mallory(iam -> lock(iam, "web"));

        assertThat(account.mails()).containsExactly(OPEN + "web");
    }

    /// The event of the removal arrives when her role is in the profile already.
    @Test
    void aRoleThatSheSwapsInBeforeTheProfileIsRecordedIsReportedAsAWarning() {
        account.withoutEvents("owner", iam -> NotifiedAccount.createProfile(iam, "prod-x"));
        account.withoutEvents("owner", iam -> NotifiedAccount.add(iam, "prod-x", "web"));

        mallory(iam -> {
            NotifiedAccount.remove(iam, "prod-x", "web");
            NotifiedAccount.add(iam, "prod-x", "evil");
        });

        assertThat(account.mails()).containsExactly(OPEN + "prod-x");
    }

    @Test
    void theWarningLastsUntilTheBaselineIsAdopted() {
        mallory(iam -> make(iam, "prod-x"));
        invoke("Backfill", SWEEP);
        account.sandbox().advance(Duration.ofDays(1));
        mallory(iam -> lock(iam, "prod-x"));
        assertThat(account.mails()).containsExactly(OPEN + "prod-x");

        invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"prod-x\"}}");
        assertThat(account.mails()).contains(RESOLVED + "prod-x");

        int mails = account.mails().size();
        invoke("Backfill", SWEEP);
        assertThat(account.mails()).hasSize(mails);
        assertThat(invoke("ProfileGuard", "{\"show\": {\"profile\": \"prod-x\"}}"))
                .contains("\"provisional\":false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "swap"})
    void aTrustedPrincipalSettlesIt(String how) {
        mallory(iam -> make(iam, "prod-x"));

        account.after(
                "pipeline",
                iam -> {
                    if (how.equals("lock")) {
                        lock(iam, "prod-x");
                    } else {
                        remove(iam, "prod-x");
                        NotifiedAccount.add(iam, "prod-x", "web");
                    }
                });

        assertThat(account.mails()).contains(RESOLVED + "prod-x");
        assertThat(account.roleIn("prod-x")).isEqualTo(how.equals("lock") ? "evil" : "web");
    }

    @Test
    void whatTheFirstSweepFindsAndWhatATrustedPrincipalMakesIsNoWarning() {
        account.withoutEvents("mallory", iam -> make(iam, "prod-old"));
        invoke("Backfill", SWEEP);
        account.after("pipeline", iam -> make(iam, "prod-new"));

        assertThat(account.mails())
                .containsExactlyInAnyOrder(
                        "[INFO] baseline-recorded: instance-profile/prod-old",
                        "[INFO] baseline-recorded: instance-profile/prod-new");
    }

    private void mallory(Consumer<IamClient> calls) {
        account.after("mallory", calls);
    }

    private static void make(IamClient iam, String profile) {
        NotifiedAccount.createProfile(iam, profile);
        NotifiedAccount.add(iam, profile, "evil");
    }

    private static void remove(IamClient iam, String profile) {
        NotifiedAccount.remove(iam, profile, "evil");
    }

    private static void lock(IamClient iam, String profile) {
        iam.tagInstanceProfile(r ->
                r.instanceProfileName(profile)
                        .tags(Tag.builder().key("profile-guard").value("locked").build()));
    }

    private String invoke(String function, String request) {
        String answer = account.sandbox().lambda().invoke(function, request).payload();
        account.sandbox().settle();
        return answer;
    }
}
