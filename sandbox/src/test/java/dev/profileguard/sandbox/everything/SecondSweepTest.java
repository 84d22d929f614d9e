package dev.profileguard.sandbox.everything;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.state.trend.SweepTrendStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Whatever happened to an account, one sweep of Backfill settles everything: the next one writes
/// nothing, to IAM or to the table, and finds nothing that the first one did not find.
///
/// A build plays the same hundred histories each time, and others as [AnyDayEndsWellTest] does.
class SecondSweepTest {
    @Property(tries = 100, seed = "20260115", shrinking = ShrinkingMode.BOUNDED)
    void writesNothingAndFindsNothingNew(
            @ForAll("days") List<Step> before,
            @ForAll("days") List<Step> after,
            @ForAll("settings") Map<String, String> settings) {
        settles(before, after, settings);
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void norAfterManyOtherHistories(
            @ForAll("days") List<Step> before,
            @ForAll("days") List<Step> after,
            @ForAll("settings") Map<String, String> settings) {
        if (Integer.getInteger("days", 1) > 1) {
            settles(before, after, settings);
        }
    }

    private static void settles(List<Step> before, List<Step> after, Map<String, String> settings) {
        try (Day day = Day.with(enforcing(settings))) {
            Sandbox sandbox = day.sandbox();
            sandbox.faults().set("lose", "1");
            ACCOUNT.forEach(step -> step.doIn(day));
            before.forEach(step -> step.doIn(day));
            day.calmDown();
            sweep(sandbox);
            sandbox.faults().set("lose", "1");
            after.forEach(step -> step.doIn(day));
            day.calmDown();

            Swept first = sweep(sandbox);
            Swept second = sweep(sandbox);

            assertThat(second.writes())
                    .as("after %s, %s", first.writes(), first.findings())
                    .isEmpty();
            assertThat(first.findings()).as("findings").containsAll(second.findings());
            assertThat(second.table()).as("the table").isEqualTo(first.table());
        }
    }

    private static final List<String> NAMES = List.of("app", "db", "prod-web");

    /// Three roles, two of them in a profile.
    private static final List<Step> ACCOUNT =
            List.of(
                    new Step.CreateRole("app", Step.Trust.EC2, Map.of("Owner", "ann")),
                    new Step.CreateRole("db", Step.Trust.EC2, Map.of()),
                    new Step.CreateRole("prod-web", Step.Trust.EC2, Map.of("costcenter", "205")),
                    new Step.CreateProfile("prod-web", Map.of("Owner", "eve")),
                    new Step.AddRole("prod-web", "prod-web"),
                    new Step.CreateProfile("app", Map.of()),
                    new Step.AddRole("app", "db"));

    @Provide
    Arbitrary<List<Step>> days() {
        return Arbitraries.oneOf(swaps(), swaps(), deletions(), others())
                .list()
                .ofMaxSize(6)
                .map(days -> days.stream().flatMap(List::stream).toList());
    }

    private static Arbitrary<List<Step>> swaps() {
        return Combinators.combine(names(), names(), Arbitraries.of(Step.Who.class))
                .as((profile, role, who) -> {
                    List<Step> steps = new ArrayList<>(emptied(profile));
                    steps.add(new Step.As(who, new Step.AddRole(profile, role)));
                    return steps;
                });
    }

    private static Arbitrary<List<Step>> deletions() {
        return names().map(profile -> {
            List<Step> steps = new ArrayList<>(emptied(profile));
            steps.add(new Step.DeleteProfile(profile));
            return steps;
        });
    }

    private static Arbitrary<List<Step>> others() {
        return Steps.some()
                .map(steps ->
                        steps.stream().filter(step -> !(step instanceof Step.Fault)).toList());
    }

    private static List<Step> emptied(String profile) {
        return NAMES.stream().<Step>map(role -> new Step.RemoveRole(profile, role)).toList();
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of(NAMES);
    }

    @Provide
    Arbitrary<Map<String, String>> settings() {
        return Combinators.combine(
                        Arbitraries.of("all", "unless-iac"),
                        Arbitraries.of("0", "30"),
                        Arbitraries.of("true", "false"),
                        Arbitraries.of("prod-*", "app,prod-*", "*"),
                        Arbitraries.of("", "Owner=${creator},CostCenter=100"))
                .as((scope, grace, win, guarded, defaults) ->
                        Map.of(
                                "ProvisionFor", scope,
                                "UnattributedGraceMinutes", grace,
                                "InheritedTagsWin", win,
                                "GuardedProfiles", guarded,
                                "TagDefaults", defaults));
    }

    /// One sweep.
    ///
    /// @param writes the calls that changed IAM, or tried to
    /// @param findings their kinds and subjects
    /// @param table the items of the baseline table after it
    private record Swept(List<String> writes, Set<String> findings, Set<String> table) {}

    private static Swept sweep(Sandbox sandbox) {
        int before = sandbox.timeline().entries().size();
        InvocationResponse response = sandbox.lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
        assertThat(response).isInstanceOf(InvocationResponse.Returned.class);
        assertThat(response.payload()).contains("\"failed\":0,");
        List<Entry> entries = sandbox.timeline().entries();
        List<Entry> own = List.copyOf(entries.subList(before, entries.size()));
        Set<String> table = table(sandbox);
        sandbox.advance(Duration.ofMinutes(1));
        return new Swept(writes(own), findings(own), table);
    }

    private static List<String> writes(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.kind() == Entry.Kind.CALL && entry.function() != null)
                .filter(entry -> "iam".equals(entry.service()))
                .map(entry ->
                        "%s %s %s: %s"
                                .formatted(
                                        entry.operation(),
                                        entry.subject(),
                                        entry.detail(),
                                        entry.outcome()))
                .filter(call -> !call.matches("(Get|List).*"))
                .toList();
    }

    private static Set<String> findings(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.kind() == Entry.Kind.FINDING)
                .map(entry -> "%s %s".formatted(entry.operation(), entry.subject()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Without the trend, to which each sweep adds a point.
    private static Set<String> table(Sandbox sandbox) {
        return sandbox
                .dynamo()
                .scan(r -> r.tableName("profile-guard-BaselineTable"))
                .items()
                .stream()
                .filter(item -> !SweepTrendStore.isTrend(item))
                .map(SecondSweepTest::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Map<String, AttributeValue> item) {
        return new java.util.TreeMap<>(item).toString();
    }

    private static Map<String, String> enforcing(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        List.of("GuardMode", "ProvisionMode", "TagMode").forEach(mode -> all.put(mode, "enforce"));
        all.putIfAbsent("TrustedPrincipals", "nobody");
        return all;
    }
}
