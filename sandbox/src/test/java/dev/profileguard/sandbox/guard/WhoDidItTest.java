package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.createProfile;
import static dev.profileguard.sandbox.guard.GuardedAccount.delete;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// One person changes the profile and the events are lost. Then another person does something else
/// with it. Nobody is blamed for what somebody else did.
class WhoDidItTest {
    @ParameterizedTest
    @MethodSource("changesAndOccasions")
    void namesWhoChangedTheProfileAndNotWhoseEventShowedIt(Drift drift, Occasion occasion) {
        account.withoutEvents("mallory", drift.change);

        act(occasion, "ann");

        assertThat(actors()).as("who is named").doesNotContain("ann").contains("mallory");
        assertRestored();
    }

    @ParameterizedTest
    @MethodSource("changesAndOccasions")
    void namesNobodyWhereCloudTrailDoesNotKnowEither(Drift drift, Occasion occasion) {
        account.withoutEvents("mallory", drift.change);
        account.sandbox().pastCalls().forget();

        act(occasion, "ann");
        account.sandbox().advance(Duration.ofMinutes(10));

        assertThat(actors()).as("who is named").containsOnly("unknown");
    }

    @ParameterizedTest
    @EnumSource(Occasion.class)
    void aDeploymentWhoseEventsWereLostStays(Occasion occasion) {
        account.sandbox().faults().set("lose", "1");
        swap(account.asPipeline(), "web", "web-v2");
        account.sandbox().settle();
        account.sandbox().faults().set("lose", "0");

        act(occasion, "ann");

        assertThat(account.role()).isEqualTo("web-v2");
        assertThat(account.calls()).allMatch("GetInstanceProfile"::equals);
        assertThat(account.findings()).isNotEmpty().containsOnly("change-adopted");
        assertThat(actors()).containsOnly("deployer");
    }

    @ParameterizedTest
    @EnumSource(Occasion.class)
    void aDeploymentThatCloudTrailShowsLaterStays(Occasion occasion) {
        account.sandbox().faults().set("lose", "1");
        swap(account.asPipeline(), "web", "web-v2");
        account.sandbox().settle();
        account.sandbox().faults().set("lose", "0");
        account.sandbox().pastCalls().forget();

        act(occasion, "ann");
        account.sandbox().advance(Duration.ofMinutes(10));

        assertThat(account.role()).isEqualTo("web-v2");
        assertThat(account.findings()).containsOnly("drift-unexplained");
        assertThat(actors()).containsOnly("unknown");
    }

    @Test
    void whatNobodyExplainsIsRestoredByTheFirstSweepAfterTheGrace() {
        account.withoutEvents("mallory", iam -> swap(iam, "web", "evil"));
        account.sandbox().pastCalls().forget();
        act(Occasion.TAGGED, "ann");
        account.sandbox().advance(Duration.ofMinutes(20));

        sweep();
        assertThat(account.role()).isEqualTo("evil");

        account.sandbox().advance(Duration.ofMinutes(20));
        sweep();
        assertThat(account.role()).isEqualTo("web");
        assertThat(actors()).containsOnly("unknown");
    }

    @Test
    void nothingIsRevertedWithoutAnAnswerOfCloudTrailHoweverLongThatTakes() {
        account.withoutEvents("mallory", iam -> swap(iam, "web", "evil"));
        account.sandbox().faults().set("fail", "LookupEvents:1000");

        act(Occasion.TAGGED, "ann");
        account.sandbox().advance(Duration.ofHours(2));
        sweep();

        assertThat(account.role()).isEqualTo("evil");
        assertThat(account.finding("drift-unexplained").get("cause"))
                .asString()
                .contains("LookupEvents is refused");

        account.sandbox().faults().set("fail", "");
        sweep();
        assertThat(account.role()).isEqualTo("web");
        assertThat(actors()).contains("mallory");
    }

    @Test
    void theApplicationOfAPlanLooksEachNameUpOnce() {
        account.withoutEvents("mallory", iam -> remove(iam, NAME, "web"));
        account.sandbox().advance(Duration.ofHours(1));
        Object plan = backfill("{\"mode\": \"plan\"}").get("plan");
        account.forget();

        backfill("{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan));

        assertThat(account.role()).isEqualTo("web");
        assertThat(lookups()).contains(NAME).doesNotHaveDuplicates();
    }

    @Test
    void whoCreatesADeletedProfileAgainIsNotBlamedForTheDeletion() {
        account.withoutEvents("mallory", iam -> delete(iam));

        account.after("ann", iam -> createProfile(iam, NAME));

        assertRestored();
        assertThat(account.findings())
                .containsExactlyInAnyOrder(
                        "profile-recreated", "role-withheld", "guard-tag-reverted");
        assertThat(actors()).containsOnly("mallory");
    }

    @Test
    void whoAddsTheRoleAgainIsNotBlamedForItsRemoval() {
        account.withoutEvents("mallory", iam -> remove(iam, NAME, "web"));

        account.after("admin", iam -> add(iam, NAME, "web"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).isEmpty();
    }

    /// The event of mallory's call explains the role that she added. That a pipeline had taken the
    /// recorded role out is not known then.
    @Test
    void aSweepUndoesARepairThatRestoredWhatAPipelineHadRemovedWithoutEvents() {
        account.sandbox().faults().set("lose", "1");
        remove(account.asPipeline(), NAME, "web");
        account.sandbox().settle();
        account.sandbox().faults().set("lose", "0");
        account.after("mallory", iam -> add(iam, NAME, "evil"));
        assertThat(account.role()).isEqualTo("web");
        assertThat(lookups()).isEmpty();

        account.sandbox().advance(Duration.ofMinutes(20));
        sweep();

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.findings()).containsExactly("role-reverted", "trusted-change-undone");
        assertThat(actors()).containsExactly("mallory", "deployer");

        account.forget();
        sweep();
        assertThat(lookups()).isEmpty();
        assertThat(account.findings()).isEmpty();
    }

    @Test
    void aSweepComparesARepairWithCloudTrailOnce() {
        account.withoutEvents("mallory", iam -> remove(iam, NAME, "web"));
        account.after("mallory", iam -> add(iam, NAME, "evil"));
        account.sandbox().advance(Duration.ofMinutes(20));
        account.forget();

        sweep();
        assertThat(lookups()).containsExactly(NAME, "web", "evil");
        assertThat(account.findings()).isEmpty();

        account.forget();
        sweep();
        assertThat(lookups()).isEmpty();
        assertThat(account.role()).isEqualTo("web");
    }

    @Test
    void aSwapBetweenTwoPeopleNamesWhoAddedTheRole() {
        account.withoutEvents("ann", iam -> remove(iam, NAME, "web"));

        account.after("mallory", iam -> add(iam, NAME, "evil"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(actors()).containsExactly("mallory");
        assertThat(lookups()).isEmpty();
    }

    @Test
    void aRemovalDoesNotExplainTheRoleThatAPipelineAddedAfterIt() {
        account.sandbox().faults().set("reorder", "1");
        remove(account.as("mallory"), NAME, "web");
        add(account.asPipeline(), NAME, "web-v2");
        account.sandbox().settle();
        account.sandbox().advance(Duration.ofMinutes(10));

        assertThat(account.role()).isEqualTo("web-v2");
        assertThat(account.findings()).doesNotContain("role-reverted", "trusted-change-undone");
    }

    private GuardedAccount account = GuardedAccount.with("TagMode", "off", "AdviceMode", "off");

    @BeforeEach
    void lock() {
        account.close();
        account =
                GuardedAccount.with("TagMode", "off", "ProvisionMode", "off", "AdviceMode", "off");
        account.asPipeline()
                .tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(LOCKED, NOTE));
        account.later();
        account.sandbox().clock().move(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        account.close();
    }

    private static final Tag LOCKED = tag("profile-guard", "locked");
    private static final Tag NOTE = tag("Note", "1");

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /// What the first person does.
    @SuppressWarnings("ImmutableEnumChecker")
    enum Drift {
        ROLE_REMOVED(iam -> remove(iam, NAME, "web")),
        ROLE_SWAPPED(iam -> swap(iam, "web", "evil")),
        PROFILE_DELETED(iam -> delete(iam)),
        PROFILE_MADE_AGAIN(iam -> {
            delete(iam);
            createProfile(iam, NAME);
            add(iam, NAME, "evil");
        }),
        PROFILE_MADE_AGAIN_EMPTY(iam -> {
            delete(iam);
            createProfile(iam, NAME);
        }),
        GUARD_TAG_REMOVED(iam ->
                iam.untagInstanceProfile(
                        r -> r.instanceProfileName(NAME).tagKeys("profile-guard"))),
        GUARD_TAG_CHANGED(iam ->
                iam.tagInstanceProfile(
                        r -> r.instanceProfileName(NAME).tags(tag("profile-guard", "off"))));

        private final Consumer<IamClient> change;

        Drift(Consumer<IamClient> change) {
            this.change = change;
        }
    }

    /// What the second person does.
    @SuppressWarnings("ImmutableEnumChecker")
    enum Occasion {
        TAGGED((account, user) ->
                account.as(user).tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(NOTE))),
        TAGGED_IN_OTHER_CASE((account, user) ->
                account.as(user)
                        .tagInstanceProfile(r -> r.instanceProfileName("PROD-web").tags(NOTE))),
        UNTAGGED((account, user) ->
                account.as(user)
                        .untagInstanceProfile(r -> r.instanceProfileName(NAME).tagKeys("Note"))),
        TAGGED_BY_ARN((account, user) ->
                account.sandbox()
                        .tagging(Sandbox.user(user))
                        .tagResources(
                                List.of("arn:aws:iam::123456789012:instance-profile/" + NAME),
                                Map.of("Note", "2")));

        private final BiConsumer<GuardedAccount, String> call;

        Occasion(BiConsumer<GuardedAccount, String> call) {
            this.call = call;
        }
    }

    /// A tag on a deleted profile fails, so its absence is seen by a sweep.
    static Stream<Arguments> changesAndOccasions() {
        return Arrays.stream(Drift.values())
                .flatMap(drift ->
                        Arrays.stream(Occasion.values())
                                .map(occasion -> Arguments.of(drift, occasion)));
    }

    /// If the call fails because there is no profile, a sweep is the occasion.
    private void act(Occasion occasion, String user) {
        try {
            occasion.call.accept(account, user);
            account.sandbox().settle();
        } catch (AwsServiceException refused) {
            assertThat(refused.statusCode()).isEqualTo(404);
        }
        if (account.profile() == null) {
            sweep();
        }
    }

    private void sweep() {
        backfill("{\"mode\": \"sweep\"}");
    }

    private Map<String, Object> backfill(String request) {
        try {
            return JSON.std.mapFrom(
                    account.sandbox().lambda().invoke("Backfill", request).payload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A profile that somebody else created gets no role.
    private void assertRestored() {
        boolean foreign = account.findings().contains("profile-recreated");
        assertThat(account.role()).isEqualTo(foreign ? "none" : "web");
        assertThat(account.findings().contains("role-withheld")).isEqualTo(foreign);
        assertThat(Objects.requireNonNull(account.profile()).tags()).contains(LOCKED);
    }

    /// The last parts of the names in the findings about the profile.
    private List<String> actors() {
        return account.entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.FINDING)
                .map(entry -> shortName(entry.actor()))
                .toList();
    }

    private static String shortName(@Nullable String actor) {
        String text = String.valueOf(actor).replaceFirst(" \\(session .*", "");
        return text.substring(text.lastIndexOf('/') + 1);
    }

    private List<String> lookups() {
        return account.entries().stream()
                .filter(entry -> "LookupEvents".equals(entry.operation()))
                .map(entry -> String.valueOf(entry.subject()))
                .toList();
    }
}
