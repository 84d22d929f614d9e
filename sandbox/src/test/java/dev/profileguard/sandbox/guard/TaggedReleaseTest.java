package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// A trusted principal releases a profile by a tag. Whoever else sets the tag, or hands in an event
/// about it, releases nothing.
class TaggedReleaseTest {
    private static final String KEY = "profile-guard:release";
    private static final Grant INVOKING = Grant.invoking("ProfileGuard");

    private final GuardedAccount account =
            GuardedAccount.with("ManualRequests", "show", "SweepMode", "sweep");

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void theTagOfATrustedPrincipalReleasesTheProfileForItsDuration() {
        release(account.asPipeline(), "PT30M");

        account.after("alice", iam -> swap(iam, "web", "web-v2"));
        assertThat(account.role()).isEqualTo("web-v2");
        account.sandbox().advance(Duration.ofMinutes(31));
        account.after("alice", iam -> swap(iam, "web-v2", "evil"));

        assertThat(account.role()).as("the release is over").isEqualTo("web-v2");
        assertThat(account.findings()).contains("released", "change-adopted", "role-reverted");
        assertThat(String.valueOf(account.finding("released").get("actor"))).contains("deployer");
        assertThat(account.invoke("{\"show\": {\"profile\": \"prod-web\"}}"))
                .contains("profile-guard:release=PT30M");
    }

    @Test
    void removingTheTagEndsTheRelease() {
        release(account.asPipeline(), "PT2H");
        account.later();
        account.asPipeline().untagInstanceProfile(r -> r.instanceProfileName(NAME).tagKeys(KEY));
        account.sandbox().settle();

        account.after("alice", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
    }

    @Test
    void theTagOfSomebodyElseReleasesNothing() {
        release(account.as("mallory"), "PT24H");

        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).contains("release-refused").doesNotContain("released");
        assertThat(account.finding("release-refused").get("actor"))
                .isEqualTo("arn:aws:iam::123456789012:user/mallory");
    }

    /// Mallory may tag profiles and invoke the function.
    @Test
    void anEventThatSaysATrustedPrincipalSetHerTagReleasesNothing() {
        account.allow("mallory", Grant.PROFILES, Grant.passing("evil"), INVOKING);
        account.sandbox().faults().set("lose", "1");
        release(account.as("mallory"), "PT24H");
        account.sandbox().faults().set("lose", "0");
        account.handIn("mallory", "ProfileGuard", releaseByThePipeline());
        account.sandbox().advance(Duration.ofMinutes(20));

        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
        account.sandbox().advance(Duration.ofMinutes(31));
        assertThat(account.findings()).contains("adoption-unproven").doesNotContain("released");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 minutes", "PT48H"})
    void aValueThatIsNoDurationIsReported(String value) {
        release(account.asPipeline(), value);

        account.after("alice", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(String.valueOf(account.finding("release-refused").get("cause")))
                .contains("'" + value + "' is not a duration from PT0S to PT24H");
    }

    /// CloudTrail's history shows a call some minutes late.
    @Test
    void theReleaseStartsWhenCloudTrailShowsTheCallAndCoversTheTimeSinceIt() {
        account.sandbox().faults().set("fail", "LookupEvents:1");
        release(account.asPipeline(), "PT30M");
        account.sandbox().advance(Duration.ofMinutes(5));

        account.after("alice", iam -> swap(iam, "web", "web-v2"));

        assertThat(account.role()).isEqualTo("web-v2");
    }

    @Test
    void aSweepFindsAReleaseWhoseEventWasLost() {
        account.sandbox().faults().set("lose", "1");
        release(account.asPipeline(), "PT30M");
        swap(account.as("alice"), "web", "web-v2");
        account.sandbox().settle();
        account.sandbox().faults().set("lose", "0");
        account.later();

        account.sweep();

        assertThat(account.role()).isEqualTo("web-v2");
        assertThat(account.findings()).contains("released").doesNotContain("role-reverted");
    }

    /// The same event, delivered again after the release was ended.
    @Test
    void anEventThatIsDeliveredAgainDoesNotReleaseAgain() {
        release(account.asPipeline(), "PT2H");
        String event = eventOfTheTag();
        account.later();
        account.asPipeline().untagInstanceProfile(r -> r.instanceProfileName(NAME).tagKeys(KEY));
        account.sandbox().settle();
        account.allow("mallory", INVOKING);
        account.handIn("mallory", "ProfileGuard", event);

        account.after("alice", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
    }

    private void release(IamClient iam, String value) {
        Tag tag = Tag.builder().key(KEY).value(value).build();
        iam.tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(tag));
        account.sandbox().settle();
    }

    private String releaseByThePipeline() {
        return PipelineEvent.of(
                "TagInstanceProfile",
                "\"tags\": [{\"key\": \"profile-guard:release\", \"value\": \"PT24H\"}]",
                "null",
                account.sandbox().clock().instant(),
                "7f1c7d20-8a35-4c6f-9d0e-000000000002");
    }

    private String eventOfTheTag() {
        Lookup tags =
                new Lookup(
                        Lookup.Attribute.EVENT_NAME,
                        "TagInstanceProfile",
                        Instant.EPOCH,
                        Instant.MAX);
        return """
        {"source": "aws.iam", "detail-type": "AWS API Call via CloudTrail",
         "account": "123456789012", "region": "us-east-1", "detail": %s}\
        """
                .formatted(
                        account.sandbox()
                                .pastCalls()
                                .find(tags, 1, null)
                                .calls()
                                .getFirst()
                                .text());
    }
}
