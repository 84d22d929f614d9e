package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.add;
import static dev.profileguard.sandbox.backfill.SweptAccount.counts;
import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static dev.profileguard.sandbox.backfill.SweptAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void isAppliedExactly() {
        Map<String, Object> plan = account.backfill(PLAN);

        Map<String, Object> applied = apply(plan);

        assertThat(counts(applied, "guard")).isEqualTo(Map.of("revert", 2));
        assertThat(account.profiles())
                .containsEntry("prod-db", "db")
                .containsEntry("prod-web", "web");
    }

    @Test
    void readsOnceWhatItApplies() {
        Map<String, Object> plan = account.backfill(PLAN);
        account.later(Duration.ofMinutes(1));

        apply(plan);

        assertThat(account.calls())
                .containsExactly(
                        "GetInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "GetInstanceProfile", // whose ID the role has that was added by name
                        "GetInstanceProfile",
                        "RemoveRoleFromInstanceProfile",
                        "AddRoleToInstanceProfile");
    }

    @Test
    void refusesEachItemThatHasChangedSince() {
        Map<String, Object> plan = account.backfill(PLAN);
        remove(account.as("mallory"), "prod-web", "evil");
        add(account.as("mallory"), "prod-web", "worse");

        Map<String, Object> applied = apply(plan);

        assertThat(counts(applied, "guard")).isEqualTo(Map.of("plan-changed", 1, "revert", 1));
        assertThat(lines(applied)).anyMatch(line -> line.contains("remove role worse"));
        assertThat(account.profiles())
                .containsEntry("prod-db", "db")
                .containsEntry("prod-web", "worse");
    }

    @Test
    void skipsItemsThatAreCompliantMeanwhile() {
        Map<String, Object> plan = account.backfill(PLAN);
        remove(account.as("admin"), "prod-web", "evil");
        add(account.as("admin"), "prod-web", "web");
        account.later(Duration.ofMinutes(1));

        Map<String, Object> applied = apply(plan);

        assertThat(counts(applied, "guard")).isEqualTo(Map.of("no-drift", 1, "revert", 1));
        assertThat(lines(applied))
                .anyMatch(line -> line.startsWith("instance-profile/prod-web [guard, no-drift]"));
        assertThat(applied).containsEntry("faults", null);
    }

    @Test
    void changesNothingOutsideThePlan() {
        Map<String, Object> plan = account.backfill(PLAN);
        remove(account.as("mallory"), "prod-late", "web");

        apply(plan);

        assertThat(account.profiles()).containsEntry("prod-late", "");
    }

    @Test
    void mayBeEmpty() {
        Map<String, Object> plan =
                account.backfill("{\"mode\": \"plan\", \"names\": [\"prod-late\"]}");

        assertThat(counts(apply(plan), "guard")).isEmpty();
    }

    @Test
    void hasALineForEachItemAndTheModeThatItIsAppliedIn() throws IOException {
        Map<String, Object> plan = account.backfill(PLAN);
        apply(plan);

        Map<String, Object> again = apply(plan);

        assertThat(lines(again)).hasSize(1 + 2);
        assertThat(Files.readAllLines(Path.of(URI.create(String.valueOf(again.get("report"))))))
                .hasSize(2)
                .allMatch(line -> line.contains("\"mode\":\"enforce\""));
    }

    @Test
    void reportsThatNothingWasEvaluated() {
        Map<String, Object> plan =
                account.backfill("{\"mode\": \"plan\", \"names\": [\"no-such-*\"]}");

        assertThat(lines(plan))
                .singleElement()
                .asString()
                .startsWith("No role or profile was evaluated: no name matches");
    }

    @Test
    void isDeletedAfterAWeek() {
        Map<String, Object> plan = account.backfill(PLAN);
        account.later(Duration.ofDays(8));

        assertThat(account.refusal(request(plan)))
                .contains("there is no plan '" + plan.get("plan"));
    }

    @Test
    void isReportedLineByLine() throws IOException {
        Map<String, Object> plan = account.backfill(PLAN);

        List<String> report =
                Files.readAllLines(Path.of(URI.create(String.valueOf(plan.get("report")))));

        assertThat(report).filteredOn(line -> line.contains("\"rule\":\"guard\"")).hasSize(3);
        assertThat(report)
                .allSatisfy(line ->
                        assertThat(SweptAccount.json(line)).containsKeys("rule", "subject", "why"));
        assertThat(lines(plan).getFirst()).isEqualTo("guard: 1 no-drift, 2 revert");
    }

    private Map<String, Object> apply(Map<String, Object> plan) {
        account.later(Duration.ZERO);
        return account.backfill(request(plan));
    }

    private static String request(Map<String, Object> plan) {
        return "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan"));
    }

    private static final String PLAN = "{\"mode\": \"plan\"}";

    private final SweptAccount account = SweptAccount.with();

    @BeforeEach
    void setUp() {
        List.of("web", "db", "evil", "worse").forEach(account::role);
        account.profile("prod-web", "web");
        account.profile("prod-db", "db");
        account.profile("prod-late", "web");
        account.backfill("{\"mode\": \"sweep\"}");
        account.later(Duration.ofHours(1));
        remove(account.as("mallory"), "prod-web", "web");
        add(account.as("mallory"), "prod-web", "evil");
        remove(account.as("mallory"), "prod-db", "db");
    }

    @AfterEach
    void tearDown() {
        account.close();
    }
}
