package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.AccountUnderTest.add;
import static dev.profileguard.sandbox.AccountUnderTest.createProfile;
import static dev.profileguard.sandbox.AccountUnderTest.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.Tag;

/// Whoever may invoke the function can hand in an event that never happened. What an event claims
/// counts only if IAM shows it or CloudTrail knows the event.
class ForgedEventTest {
    private static final String ADDITION = "AddRoleToInstanceProfile";
    private static final String ID = "7f1c7d20-8a35-4c6f-9d0e-000000000001";

    private final GuardedAccount account = GuardedAccount.with();

    @BeforeEach
    void allow() {
        account.allow(
                "mallory", Grant.PROFILES, Grant.passing("evil"), Grant.invoking("ProfileGuard"));
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void malloryCannotPassTheRoleHerselfAndOthersCannotInvokeTheFunction() {
        assertThatThrownBy(() -> swap(account.as("mallory"), "web", "web-v2"))
                .hasMessageContaining("not authorized to perform: iam:PassRole");
        assertThatThrownBy(() -> account.handIn("ann", "ProfileGuard", "{}"))
                .hasMessageContaining("not authorized to perform: lambda:InvokeFunction");
    }

    /// The attack: no call was made, and ProfileGuard would put the role into the profile.
    @ParameterizedTest
    @ValueSource(strings = {"web-v2", "evil"})
    void anAdditionThatIamDoesNotShowPutsNoRoleIntoTheProfile(String role) {
        forge(ADDITION, "\"roleName\": \"%s\"".formatted(role), now());
        account.sandbox().advance(Duration.ofHours(2));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings())
                .contains("adoption-unproven")
                .doesNotContain("change-adopted");
        assertThat(account.finding("adoption-unproven").get("actor")).isEqualTo("unknown");
    }

    @Test
    void norWhileTheProfileIsBeingRepaired() {
        remove(account.as("mallory"), NAME, "web");
        forge(ADDITION, "\"roleName\": \"web-v2\"", now());
        account.sandbox().advance(Duration.ofHours(2));

        assertThat(account.role()).isEqualTo("web");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RemoveRoleFromInstanceProfile", "DeleteInstanceProfile"})
    void noRemovalThatProfileGuardWouldHaveRevertedCounts(String operation) {
        account.after("mallory", iam -> swap(iam, "web", "evil"));
        assertThat(account.role()).isEqualTo("web");

        forge(operation, "\"roleName\": \"web\"", now().minusSeconds(30));
        account.sandbox().advance(Duration.ofHours(2));

        assertThat(account.role()).isEqualTo("web");
        account.after("mallory", iam -> swap(iam, "web", "evil"));
        assertThat(account.role()).as("it is still guarded").isEqualTo("web");
    }

    /// Her own events are lost, and IAM shows that the profile is gone.
    @Test
    void noDeletionOfHersEndsTheGuard() {
        account.withoutEvents("mallory", GuardedAccount::delete);
        forge("DeleteInstanceProfile", "\"x\": 1", now());
        account.sandbox().advance(Duration.ofHours(2));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings())
                .contains("adoption-unproven", "profile-restored")
                .doesNotContain("guard-ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT40M", "PT2H"})
    void noTimeInTheEventHelps(String offset) {
        forge(ADDITION, "\"roleName\": \"evil\"", now().plus(Duration.parse(offset)));
        account.sandbox().advance(Duration.ofHours(3));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).contains("adoption-unproven");
    }

    /// The event claims what IAM shows, and a time after all changes of the next years.
    @ParameterizedTest
    @ValueSource(strings = {"PT3M", "PT2H", "P1000D"})
    void noTimeInTheFutureSwitchesTheGuardOff(String offset) {
        forge(ADDITION, "\"roleName\": \"web\"", now().plus(Duration.parse(offset)));
        account.sandbox().advance(Duration.ofMinutes(1));

        account.after("mallory", iam -> swap(iam, "web", "evil"));
        assertThat(account.role()).as("Mallory's change is reverted at once").isEqualTo("web");

        account.sandbox().advance(Duration.ofMinutes(1));
        swap(account.asPipeline(), "web", "web-v2");
        account.sandbox().advance(Duration.ofHours(1));
        account.sweep();
        assertThat(account.role()).as("the pipeline's change counts").isEqualTo("web-v2");
    }

    /// Of a profile that was not recorded yet.
    @ParameterizedTest
    @ValueSource(strings = {"PT3M", "P1000D"})
    void noTimeInTheFutureIsRecorded(String offset) {
        account.withoutEvents(
                "owner",
                iam -> {
                    createProfile(iam, "prod-new");
                    add(iam, "prod-new", "web");
                });
        Instant time = now().plus(Duration.parse(offset));
        handIn(forged(ADDITION, "\"roleName\": \"web\"", time, ID).replace(NAME, "prod-new"));
        account.sandbox().advance(Duration.ofMinutes(1));

        account.after(
                "mallory",
                iam -> {
                    remove(iam, "prod-new", "web");
                    add(iam, "prod-new", "evil");
                });

        assertThat(account.roleIn("prod-new")).isEqualTo("web");
    }

    @Test
    void aSweepReportsWhatWasAdoptedBecauseIamShowedIt() {
        account.sandbox().faults().set("lose", "1");
        swap(account.as("mallory"), "web", "evil");
        account.sandbox().settle();
        account.sandbox().faults().set("lose", "0");
        forge(ADDITION, "\"roleName\": \"evil\"", now());
        account.sandbox().settle();
        assertThat(account.findings()).contains("change-adopted");
        account.sandbox().advance(Duration.ofMinutes(20));

        account.sweep();

        assertThat(account.findings()).contains("adoption-unproven");
        assertThat(String.valueOf(account.finding("adoption-unproven").get("todo")))
                .contains("lambda:InvokeFunction");
    }

    @Test
    void aSweepConfirmsARealAdoptionOnce() {
        swap(account.asPipeline(), "web", "web-v2");
        account.sandbox().settle();
        account.sandbox().advance(Duration.ofMinutes(20));
        account.forget();

        account.sweep();
        assertThat(lookups()).isEqualTo(1);
        account.forget();
        account.sweep();

        assertThat(lookups()).isZero();
        assertThat(account.findings()).doesNotContain("adoption-unproven");
        assertThat(account.role()).isEqualTo("web-v2");
    }

    @Test
    void aRealAdditionThatSomebodyElseUndidBeforeItsEventCounts() {
        swap(account.asPipeline(), "web", "web-v2");
        swap(account.as("mallory"), "web-v2", "evil");
        account.sandbox().settle();
        account.sandbox().advance(Duration.ofMinutes(20));

        assertThat(account.role()).isEqualTo("web-v2");
        assertThat(account.findings()).doesNotContain("adoption-unproven");
    }

    /// CloudTrail shows a call up to a quarter of an hour late.
    @Test
    void aRealAdditionThatCloudTrailCannotShowYetCountsLater() {
        account.sandbox().faults().set("fail", "LookupEvents:4");
        swap(account.asPipeline(), "web", "web-v2");
        swap(account.as("mallory"), "web-v2", "evil");
        account.sandbox().settle();

        account.sandbox().advance(Duration.ofMinutes(20));

        assertThat(account.role()).isEqualTo("web-v2");
    }

    @Test
    void theIdOfARealEventProvesNothing() {
        Tag tag = Tag.builder().key("Note").value("x").build();
        account.as("mallory").tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(tag));
        account.sandbox().settle();
        Lookup own = new Lookup(Lookup.Attribute.RESOURCE_NAME, NAME, Instant.EPOCH, Instant.MAX);
        String text = account.sandbox().pastCalls().find(own, 50, null).calls().getFirst().text();
        Matcher id = Pattern.compile("\"eventID\": ?\"([^\"]+)\"").matcher(text);
        assertThat(id.find()).isTrue();

        forge(ADDITION, "\"roleName\": \"evil\"", now(), id.group(1));
        account.sandbox().advance(Duration.ofHours(2));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).contains("adoption-unproven");
    }

    private Instant now() {
        return account.sandbox().clock().instant();
    }

    /// How often CloudTrail was asked for one event.
    private long lookups() {
        return account.entries().stream()
                .filter(entry ->
                        "LookupEvents".equals(entry.operation())
                                && String.valueOf(entry.subject()).matches("[0-9a-f-]{36}"))
                .count();
    }

    private void forge(String operation, String more, Instant time) {
        forge(operation, more, time, ID);
    }

    private void forge(String operation, String more, Instant time, String id) {
        handIn(forged(operation, more, time, id));
    }

    private void handIn(String event) {
        account.handIn("mallory", "ProfileGuard", event);
    }

    private static String forged(String operation, String more, Instant time, String id) {
        return PipelineEvent.of(operation, more, "null", time, id);
    }
}
