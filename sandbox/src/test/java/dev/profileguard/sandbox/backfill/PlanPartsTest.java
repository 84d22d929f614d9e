package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.counts;
import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.iam.model.ServiceFailureException;
import software.amazon.awssdk.services.iam.model.Tag;

/// A plan whose parts several invocations make is one plan.
class PlanPartsTest {
    @Test
    void followUpsOfARoleAreNotPlannedAgain() {
        account.close();
        account = SweptAccount.owned("Owner");
        account.role("web");
        account.profile("one", "web");
        account.profile("two", "web");
        account.as("admin").tagRole(r -> r.roleName("deployer").tags(owner("ops")));
        account.as("admin")
                .tagInstanceProfile(r -> r.instanceProfileName("one").tags(owner("ops")));
        account.later(Duration.ofHours(1));

        List<Map<String, Object>> plan = planInTwoParts("GetInstanceProfile", TAGS);
        Map<String, Object> applied = apply(plan.getLast());

        assertThat(lines(plan.getFirst())).anyMatch(line -> line.contains("tag two with"));
        assertThat(lines(plan.getLast())).noneMatch(line -> line.contains("tag two with"));
        assertThat(counts(applied, "tags")).isEqualTo(Map.of("tagged", 2));
        assertThat(tagsOf("two")).isEqualTo(Map.of("Owner", "ops"));
    }

    /// A role that cannot be planned, since one of its profiles cannot be read, has planned nothing
    /// for its other profiles: they are planned at their own turn, once.
    @Test
    void aProfileOfARoleThatFailsIsPlannedOnce() {
        account.close();
        account = SweptAccount.owned("Owner");
        account.role("web");
        account.profile("one", "web");
        account.profile("two", "web");
        account.as("admin").tagRole(r -> r.roleName("deployer").tags(owner("ops")));
        account.as("admin").tagRole(r -> r.roleName("web").tags(owner("ops")));
        account.later(Duration.ofHours(1));
        failOnce("two");

        Map<String, Object> plan = account.backfill(request(TAGS, null));
        Map<String, Object> applied = apply(plan);

        assertThat(counts(plan, "tags")).containsEntry("failed", 1).containsEntry("tagged", 2);
        assertThat(counts(applied, "tags")).isEqualTo(Map.of("tagged", 2));
        assertThat(tagsOf("one")).isEqualTo(Map.of("Owner", "ops"));
        assertThat(tagsOf("two")).isEqualTo(Map.of("Owner", "ops"));
    }

    /// The first read of this profile by Backfill fails.
    private void failOnce(String profile) {
        AtomicBoolean fails = new AtomicBoolean(true);
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("Backfill")
                            && call.operation().equals("GetInstanceProfile")
                            && String.valueOf(call.request()).contains("=" + profile)
                            && fails.getAndSet(false)) {
                        throw ServiceFailureException.builder()
                                .statusCode(500)
                                .message("The service fails")
                                .build();
                    }
                });
    }

    @Test
    void aProfileThatOnePartCreatesIsTaggedByALaterOne() {
        account.role("batch");
        account.role("web");
        account.later(Duration.ofHours(1));

        List<Map<String, Object>> plan = planInTwoParts("GetAccountSummary", ALL);

        assertThat(lines(plan.getLast()))
                .noneMatch(line -> line.contains("create instance profile /batch"))
                .anyMatch(line ->
                        line.startsWith("instance-profile/batch [tags, tagged]")
                                && line.contains("tag batch with {Owner=nobody}"));
        Map<String, Object> applied = apply(plan.getLast());
        assertThat(counts(applied, "provision")).isEqualTo(Map.of("provision", 3));
        assertThat(counts(applied, "tags")).isEqualTo(Map.of("tagged", 6));
        account.later(Duration.ofMinutes(1));
        account.backfill("{\"mode\": \"sweep\"}");
        assertThat(account.writes()).isEmpty();
    }

    @Test
    void aProfileThatOnePartCreatesCountsInTheQuotaOfALaterOne() {
        account.role("batch");
        account.role("web");
        account.fillUpTo(1);
        account.later(Duration.ofHours(1));

        List<Map<String, Object>> plan = planInTwoParts("GetAccountSummary", PROVISION);

        assertThat(counts(plan.getLast(), "provision"))
                .containsEntry("provision", 1)
                .containsEntry("quota-reached", 2);
    }

    @Test
    void aRepeatedPartPlansTheSame() {
        account.role("batch");
        account.role("web");
        account.later(Duration.ofHours(1));
        List<Map<String, Object>> plan = planInTwoParts("GetAccountSummary", ALL);

        Map<String, Object> again = account.backfill(request(ALL, cursor(plan.getFirst())));

        assertThat(changes(again)).isEqualTo(changes(plan.getLast()));
    }

    @Test
    void aPlanOfAnotherVersionIsRefused() {
        account.role("batch");
        account.role("web");
        account.later(Duration.ofHours(1));
        slowAtFirst("GetAccountSummary");
        Map<String, Object> plan = account.backfill(request(ALL, null));

        asAnEarlierVersionKeptIt(plan);

        String advice =
                "plan: another version of Profile Guard made '%s'; make a new one"
                        .formatted(plan.get("plan"));
        assertThat(account.refusal(request(ALL, cursor(plan)))).contains(advice);
        assertThat(account.refusal(application(plan))).contains(advice);
    }

    @Test
    void aPlanWhoseFingerprintsAreOfAnEarlierVersionIsRefused() {
        account.role("batch");
        account.later(Duration.ofHours(1));
        Map<String, Object> plan = account.backfill(request(ALL, null));

        asAnEarlierVersionFingerprintedIt(plan);

        assertThat(account.refusal(application(plan)))
                .contains(
                        "plan: another version of Profile Guard made '%s'; make a new one"
                                .formatted(plan.get("plan")));
    }

    private static final String ALL = "[\"provision\", \"tags\"]";
    private static final String TAGS = "[\"tags\"]";
    private static final String PROVISION = "[\"provision\"]";

    private SweptAccount account = SweptAccount.owned("");

    @AfterEach
    void tearDown() {
        account.close();
    }

    /// The responses of its invocations.
    private List<Map<String, Object>> planInTwoParts(String slow, String rules) {
        slowAtFirst(slow);
        List<Map<String, Object>> parts = new ArrayList<>();
        parts.add(account.backfill(request(rules, null)));
        parts.add(account.backfill(request(rules, cursor(parts.getFirst()))));
        assertThat(parts.getFirst().get("cursor")).isNotNull();
        assertThat(parts.getLast().get("cursor")).isNull();
        return parts;
    }

    /// The first such call takes nearly all the time of an invocation.
    private void slowAtFirst(String operation) {
        AtomicBoolean slow = new AtomicBoolean(true);
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("Backfill")
                            && call.operation().equals(operation)
                            && slow.getAndSet(false)) {
                        account.sandbox().clock().move(Duration.ofSeconds(850));
                    }
                });
    }

    private static String request(String rules, @Nullable String cursor) {
        String more = cursor == null ? "" : ", \"cursor\": \"%s\"".formatted(cursor);
        return "{\"mode\": \"plan\", \"rules\": %s%s}".formatted(rules, more);
    }

    private static List<String> changes(Map<String, Object> plan) {
        return lines(plan).stream().filter(line -> !line.contains(" finding ")).toList();
    }

    private static String cursor(Map<String, Object> response) {
        return String.valueOf(response.get("cursor"));
    }

    private Map<String, Object> apply(Map<String, Object> plan) {
        account.later(Duration.ofMinutes(1));
        return account.backfill(application(plan));
    }

    private static String application(Map<String, Object> plan) {
        return "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan"));
    }

    /// The actions as texts, without the part of the plan that they belong to.
    private void asAnEarlierVersionKeptIt(Map<String, Object> plan) {
        AttributeValue texts = AttributeValue.fromL(List.of(AttributeValue.fromS("tag it")));
        changeItems(
                plan,
                change ->
                        change.updateExpression("set actions = :texts remove #part")
                                .expressionAttributeNames(Map.of("#part", "part"))
                                .expressionAttributeValues(Map.of(":texts", texts)));
    }

    private void asAnEarlierVersionFingerprintedIt(Map<String, Object> plan) {
        AttributeValue fingerprint = AttributeValue.fromS("AROA1 0000007b");
        changeItems(
                plan,
                change ->
                        change.updateExpression("set fingerprint = :fingerprint")
                                .expressionAttributeValues(Map.of(":fingerprint", fingerprint)));
    }

    private void changeItems(Map<String, Object> plan, Consumer<UpdateItemRequest.Builder> change) {
        String table = "profile-guard-PlanTable";
        AttributeValue id = AttributeValue.fromS(String.valueOf(plan.get("plan")));
        account.sandbox().dynamo().scan(r -> r.tableName(table)).items().stream()
                .map(item -> Map.of("plan", id, "item", item.get("item")))
                .forEach(key ->
                        account.sandbox()
                                .dynamo()
                                .updateItem(r -> change.accept(r.tableName(table).key(key))));
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

    private static Tag owner(String value) {
        return Tag.builder().key("Owner").value(value).build();
    }
}
