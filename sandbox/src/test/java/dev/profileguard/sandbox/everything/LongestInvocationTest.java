package dev.profileguard.sandbox.everything;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudformation.SourceDefinition;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import dev.profileguard.sandbox.everything.LaggingAccount.Took;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.Tag;

/// However long IAM shows what was before, an invocation ends within its function's timeout, and
/// waits no longer than one round of attempts for all that lags. Waits that are nested, one round
/// of attempts in another, fail here.
class LongestInvocationTest {
    @Test
    void profileGuardWaitsOnceForTwentyProfilesThatOneCallTagged() {
        List<String> names = guarded(20);
        account.lagWithoutEnd();
        account.tagProfiles(names, "profile-guard", "off");

        Took took = account.invoke("ProfileGuard", account.lastEvent("TagResources"));

        assertThat(took.response().outcome()).contains("IAM does not show yet");
        assertThat(took.time()).isEqualTo(ONE_ROUND);
        assertInTime("ProfileGuard", took);
    }

    @Test
    void profileGuardWaitsOnceForARoleThatIsStillShownSwapped() {
        guarded(1);
        account.createRole("evil");
        account.iam()
                .removeRoleFromInstanceProfile(
                        r -> r.instanceProfileName("prod-0").roleName("web"));
        account.iam()
                .addRoleToInstanceProfile(r -> r.instanceProfileName("prod-0").roleName("evil"));
        String swapped = account.lastEvent("AddRoleToInstanceProfile");
        account.lagWithoutEnd();

        Took first = account.invoke("ProfileGuard", swapped);
        Took second = account.invoke("ProfileGuard", swapped);

        assertThat(first.time()).isEqualTo(Duration.ZERO);
        assertThat(second.time()).isEqualTo(ONE_ROUND);
        assertInTime("ProfileGuard", second);
        assertThat(account.roleIn("prod-0")).isEqualTo("web");
    }

    /// The repair is looked at by itself, which takes a round before the attempts take theirs.
    @Test
    void profileGuardWaitsTwoRoundsForADeletedProfileWhoseRepairIsNotShown() {
        guarded(1);
        account.deleteProfile("prod-0", "web");
        account.lagWithoutEnd();

        Took took = account.invoke("ProfileGuard", account.lastEvent("DeleteInstanceProfile"));

        assertThat(took.time()).isEqualTo(ONE_ROUND.multipliedBy(2));
        assertInTime("ProfileGuard", took);
        assertThat(account.roleIn("prod-0")).isEqualTo("web");
    }

    @Test
    void profileGuardRepairsTwentyProfilesInTimeThoughItSeesNoneOfThem() {
        List<String> names = guarded(20);
        account.tagProfiles(names, "Owner", "mallory");
        names.forEach(name -> account.deleteProfile(name, "web"));
        account.lagWithoutEnd();

        Took took = account.invoke("ProfileGuard", account.lastEvent("TagResources"));

        assertThat(took.time()).isBetween(MOST_WAITING, MOST_WAITING.plus(MOST_LOOKUPS));
        assertInTime("ProfileGuard", took);
        assertThat(names).allSatisfy(name -> assertThat(account.roleIn(name)).isEqualTo("web"));
    }

    @Test
    void tagEnforcerWaitsOnceForTwentyProfilesThatOneCallTagged() {
        List<String> names = tagged(20);
        account.lagWithoutEnd();
        account.tagProfiles(names, "Owner", "mallory");

        Took took = account.invoke("TagEnforcer", account.lastEvent("TagResources"));

        assertThat(took.response().outcome()).contains("IAM does not show yet");
        assertThat(took.time()).isEqualTo(ONE_ROUND);
        assertInTime("TagEnforcer", took);
    }

    @Test
    void tagEnforcerWaitsOnceForARoleThatIsNotShown() {
        tagged(3);
        account.lagWithoutEnd();
        account.iam().tagRole(r -> r.roleName("web").tags(tag("Owner", "mallory")));

        Took took = account.invoke("TagEnforcer", account.lastEvent("TagRole"));

        assertThat(took.time()).isEqualTo(ONE_ROUND);
        assertInTime("TagEnforcer", took);
    }

    @Test
    void tagEnforcerWaitsOnceForTheProfilesOfARoleThatAreStillShown() {
        tagged(12);
        account.iam().tagRole(r -> r.roleName("web").tags(tag("Owner", "mallory")));
        account.lagWithoutEnd();
        List.of("web-3", "web-7", "web-11").forEach(name -> account.deleteProfile(name, "web"));

        Took took = account.invoke("TagEnforcer", account.lastEvent("TagRole"));

        assertThat(took.response().outcome()).contains("was deleted");
        assertThat(took.time()).isEqualTo(ONE_ROUND);
        assertInTime("TagEnforcer", took);
    }

    /// The last message would start with less than the time that it may need.
    @Test
    void profileProvisionerWaitsOnceForEachMessageOfABatchWhoseRolesAreNotShown() {
        start("ProvisionMode", "enforce", "ProvisionDelaySeconds", "0");
        int size = batchSize();
        account.loseEvents();
        account.lagWithoutEnd();
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            account.createRole("web-" + i);
            messages.add(account.lastEvent("CreateRole"));
        }

        Took took = account.invoke("ProfileProvisioner", LaggingAccount.batch(messages));

        assertThat(again(took)).hasSize(size);
        assertThat(took.time()).isEqualTo(ONE_ROUND.multipliedBy(size - 1));
        assertInTime("ProfileProvisioner", took);
    }

    /// Each role was made again just so that its message comes ten seconds too early, and is then
    /// changed by somebody else whenever its profile is to be made.
    @Test
    void profileProvisionerLeavesMessagesThatItHasNoTimeFor() {
        start("ProvisionMode", "enforce", "ProvisionDelaySeconds", "120");
        account.loseEvents();
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < batchSize(); i++) {
            account.createRole("web-" + i);
            messages.add(account.lastEvent("CreateRole"));
        }
        Duration each = TOO_EARLY.plus(ONE_ROUND);
        for (int i = 0; i < batchSize(); i++) {
            String name = "web-" + i;
            account.iam().deleteRole(r -> r.roleName(name));
            account.createRole(name);
            account.sandbox().clock().move(each);
        }
        Duration untilTheFirstIsDue = Duration.ofSeconds(121).minus(TOO_EARLY);
        account.sandbox().clock().move(untilTheFirstIsDue.minus(each.multipliedBy(batchSize())));
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.operation().equals("CreateInstanceProfile")) {
                        throw IamErrors.of(
                                ConcurrentModificationException.builder(),
                                "ConcurrentModification",
                                409,
                                "Another change is under way");
                    }
                });

        Took took = account.invoke("ProfileProvisioner", LaggingAccount.batch(messages));

        assertThat(again(took)).hasSize(batchSize());
        assertThat(took.time()).isEqualTo(each.multipliedBy(2));
        assertInTime("ProfileProvisioner", took);
    }

    @Test
    void canaryWaitsOnceForAProfileThatIsNeverThere() {
        start("CanaryMinutes", "15");
        account.loseEvents();
        account.fail(
                "TagInstanceProfile",
                "profile-guard-CanaryProfile",
                () ->
                        IamErrors.noSuchEntity(
                                "Instance Profile profile-guard-CanaryProfile cannot be found."));

        Took took = account.invoke("Canary", "{\"send\": {}}");

        assertThat(took.time()).isEqualTo(ONE_ROUND);
        assertInTime("Canary", took);
    }

    @Test
    void backfillHandsTheRestOnBeforeItsTimeIsUp() {
        List<String> names = guarded(80);
        names.forEach(name -> account.deleteProfile(name, "web"));
        account.lagWithoutEnd();

        Took took = account.invoke("Backfill", "{\"mode\": \"sweep\"}");

        assertThat(took.response().result()).containsKey("cursor");
        assertThat(took.time()).isGreaterThan(Duration.ofMinutes(10));
        assertInTime("Backfill", took);
    }

    private static final Duration ONE_ROUND = Duration.ofSeconds(1 + 2 + 4);
    private static final Duration MOST_WAITING = Duration.ofSeconds(30);
    private static final Duration MOST_LOOKUPS = Duration.ofSeconds(15);
    private static final Duration TOO_EARLY = Duration.ofSeconds(10);
    private static final String OWNED =
            """
            {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
              "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
            """;

    private LaggingAccount account = LaggingAccount.with();

    private void start(String... parameters) {
        account.close();
        account = LaggingAccount.with(parameters);
    }

    /// So many recorded profiles `prod-0`, `prod-1`, ..., guarded by name and by tag.
    private List<String> guarded(int count) {
        start("GuardMode", "enforce", "TrustedPrincipals", "nobody", "GuardedProfiles", "prod-*");
        return profiles("prod-", count, tag("profile-guard", "locked"));
    }

    /// So many profiles `web-0`, `web-1`, ..., that take the tag Owner from their role.
    private List<String> tagged(int count) {
        start(
                "TagMode", "enforce",
                "TagPolicy", OWNED,
                "InheritedTags", "Owner",
                "InheritedTagsWin", "true");
        return profiles("web-", count, tag("Owner", "alice"));
    }

    private List<String> profiles(String prefix, int count, Tag tag) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        account.createRole("web");
        account.iam().tagRole(r -> r.roleName("web").tags(tag("Owner", "alice")));
        names.forEach(name -> account.createProfile(name, "web", tag));
        account.loseEvents();
        return names;
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private int batchSize() {
        return account.sandbox().template().sources().stream()
                .filter(source ->
                        source.function().equals(account.function("ProfileProvisioner").arn()))
                .mapToInt(SourceDefinition::batchSize)
                .findFirst()
                .orElseThrow();
    }

    /// The messages that are to come again.
    private static List<?> again(Took took) {
        Map<String, Object> answer = took.response().result();
        return answer.get("batchItemFailures") instanceof List<?> failures ? failures : List.of();
    }

    private void assertInTime(String function, Took took) {
        assertThat(took.time()).isLessThan(account.function(function).timeout());
    }

    @AfterEach
    void close() {
        account.close();
    }
}
