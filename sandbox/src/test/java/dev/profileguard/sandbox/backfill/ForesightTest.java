package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.counts;
import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Tag;

/// A plan takes its own earlier items into account when it evaluates a role or profile.
class ForesightTest {
    @Test
    void afterAPlanIsAppliedTheNextSweepHasNothingToDo() {
        account.role("batch");
        account.role("web");
        account.as("admin").tagRole(r -> r.roleName("web").tags(tag("owner", "ops")));
        account.profile("web", "web");
        account.later(Duration.ofHours(1));

        Map<String, Object> applied = planAndApply();

        assertThat(counts(applied, "provision")).isEqualTo(Map.of("provision", 2));
        assertThat(counts(applied, "tags")).isEqualTo(Map.of("tagged", 6));
        assertThat(tagsOf("batch")).containsEntry("Owner", "nobody");
        assertThat(tagsOf("web"))
                .as("as its role spells it, once it is corrected")
                .containsEntry("Owner", "ops");
        account.later(Duration.ofMinutes(1));
        account.backfill("{\"mode\": \"sweep\"}");
        assertThat(account.calls()).noneMatch(call -> call.startsWith("Tag"));
    }

    @Test
    void plansTheTagsThatAProfileWillInherit() {
        account.close();
        account = SweptAccount.owned("Owner");
        account.role("web");
        account.as("admin").tagRole(r -> r.roleName("web").tags(tag("owner", "ops")));
        account.profile("web", "web");
        account.as("admin")
                .tagInstanceProfile(r -> r.instanceProfileName("web").tags(tag("owner", "ops")));
        account.role("bare");
        account.profile("bare", "bare");
        account.role("batch");
        account.later(Duration.ofHours(1));

        Map<String, Object> applied = planAndApply();

        assertThat(counts(applied, "tags")).as("%s", lines(applied)).isEqualTo(Map.of("tagged", 8));
        account.later(Duration.ofMinutes(1));
        account.backfill("{\"mode\": \"sweep\"}");
        assertThat(account.calls()).noneMatch(call -> call.startsWith("Tag"));
    }

    @Test
    void plansTheTagsOfAProfileThatDoesNotExistYet() {
        account.role("batch");
        account.later(Duration.ofHours(1));

        Map<String, Object> plan = account.backfill("{\"mode\": \"plan\", \"names\": [\"batch\"]}");

        assertThat(lines(plan))
                .anyMatch(line -> line.contains("create instance profile /batch: would-do"))
                .anyMatch(line ->
                        line.startsWith("instance-profile/batch [tags, tagged]")
                                && line.contains("tag batch with {Owner=nobody}"));
        assertThat(account.profiles()).doesNotContainKey("batch");
    }

    @Test
    void refusesTheTagsOfAProfileThatGotAnotherRole() {
        account.role("batch");
        account.role("other");
        account.later(Duration.ofHours(1));
        Map<String, Object> plan = account.backfill("{\"mode\": \"plan\", \"names\": [\"batch\"]}");
        account.profile("batch", "other");
        account.later(Duration.ofMinutes(1));

        Map<String, Object> applied = apply(plan);

        assertThat(counts(applied, "tags")).isEqualTo(Map.of("plan-changed", 1, "tagged", 1));
        assertThat(tagsOf("batch")).isEmpty();
    }

    @Test
    void putsAProfileBackInThePlanBeforeItLooksAtItsTags() {
        account.role("web");
        account.profile("prod-web", "web");
        account.backfill("{\"mode\": \"sweep\"}");
        account.later(Duration.ofHours(1));
        SweptAccount.remove(account.as("mallory"), "prod-web", "web");
        account.as("mallory").deleteInstanceProfile(r -> r.instanceProfileName("prod-web"));
        account.later(Duration.ofHours(1));

        Map<String, Object> applied = planAndApply();

        assertThat(counts(applied, "guard")).isEqualTo(Map.of("revert", 1));
        account.later(Duration.ofMinutes(1));
        account.backfill("{\"mode\": \"sweep\"}");
        assertThat(account.calls())
                .noneMatch(call -> call.startsWith("Tag") || call.startsWith("Add"));
    }

    @Test
    void promisesNoMoreProfilesThanTheQuotaAllows() {
        account.role("batch");
        account.role("web");
        account.fillUpTo(1);
        account.later(Duration.ofHours(1));
        Map<String, Object> plan =
                account.backfill("{\"mode\": \"plan\", \"rules\": [\"provision\"]}");

        Map<String, Object> applied = apply(plan);

        assertThat(counts(plan, "provision"))
                .containsEntry("provision", 1)
                .containsEntry("quota-reached", 2);
        assertThat(counts(applied, "provision")).isEqualTo(Map.of("provision", 1));
        assertThat(account.profiles()).containsKey("batch").doesNotContainKey("web");
    }

    private SweptAccount account = SweptAccount.owned("");

    @AfterEach
    void tearDown() {
        account.close();
    }

    private Map<String, Object> planAndApply() {
        return apply(account.backfill("{\"mode\": \"plan\"}"));
    }

    private Map<String, Object> apply(Map<String, Object> plan) {
        return account.backfill(
                "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan")));
    }

    private Map<String, String> tagsOf(String profile) {
        return account
                .as("reader")
                .getInstanceProfile(r -> r.instanceProfileName(profile))
                .instanceProfile()
                .tags()
                .stream()
                .filter(tag -> !tag.key().startsWith("profile-guard:"))
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
