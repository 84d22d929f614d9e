package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.finding.Product;
import dev.profileguard.sandbox.aws.notify.Notification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the bus of the organization gets to know of an account after each sweep.
class AccountStatusTest {
    @Test
    void aSweepOfTheWholeAccountSendsItsStatus() {
        try (SweptAccount account = account("FindingsBus", BUS)) {
            account.backfill(SWEEP);

            JsonNode status = status(account).getFirst();
            assertThat(status.path("account").asText()).isEqualTo("123456789012");
            assertThat(status.path("region").asText()).isEqualTo("us-east-1");
            assertThat(status.path("stack").asText()).isEqualTo("profile-guard");
            assertThat(status.path("version").asText()).isEqualTo(Product.VERSION);
            assertThat(status.path("modes").toString())
                    .isEqualTo(
                            "{\"GuardMode\":\"enforce\",\"ProvisionMode\":\"off\","
                                    + "\"TagMode\":\"off\",\"NodeRoleMode\":\"observe\","
                                    + "\"SweepMode\":\"sweep\"}");
            assertThat(status.path("paused").asBoolean()).isFalse();
            assertThat(status.at("/sweep/mode").asText()).isEqualTo("sweep");
            assertThat(status.at("/sweep/subjects").asInt()).isPositive();
            assertThat(status.at("/sweep/failed").asInt()).isZero();
            assertThat(status.at("/sweep/faults").asInt()).isZero();
            assertThat(status.at("/sweep/ended").asText()).isEqualTo("2026-01-05T09:00:00Z");
            assertThat(status.path("open").toString())
                    .isEqualTo("{\"critical\":0,\"warning\":1,\"info\":0}");
        }
    }

    @Test
    void whatTheSweepFoundIsCounted() {
        try (SweptAccount account = account("FindingsBus", BUS)) {
            account.backfill(SWEEP);
            SweptAccount.remove(account.as("mallory"), "prod-web", "web");
            account.as("mallory").deleteRole(r -> r.roleName("web"));
            account.later(Duration.ofHours(1));
            account.backfill(SWEEP);

            assertThat(status(account).getLast().at("/open/critical").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aPauseIsSaid() {
        try (SweptAccount account = account("FindingsBus", BUS, "Paused", "on")) {
            account.backfill(SWEEP);

            assertThat(status(account).getFirst().path("paused").asBoolean()).isTrue();
        }
    }

    @Test
    void onlyTheLastPartOfASweepSendsIt() {
        try (SweptAccount account = account("FindingsBus", BUS)) {
            account.oneSubjectEach("\"mode\": \"sweep\"", call -> {});

            assertThat(status(account)).hasSize(1);
        }
    }

    @Test
    void aSweepOfSomeNamesSendsNone() {
        try (SweptAccount account = account("FindingsBus", BUS)) {
            account.backfill("{\"mode\": \"sweep\", \"names\": [\"web\"]}");

            assertThat(status(account)).isEmpty();
        }
    }

    @Test
    void withoutABusNothingIsSent() {
        try (SweptAccount account = account("FindingsEvents", "true")) {
            account.backfill(SWEEP);

            assertThat(status(account)).isEmpty();
        }
    }

    @Test
    void aFailureToSendIsAWarningAndTheNextSweepSendsAgain() {
        try (SweptAccount account = account("FindingsBus", BUS)) {
            List<String> warnings = new ArrayList<>();
            account.sandbox().onWarning(warnings::add);
            account.sandbox().faults().set("fail", "PutEvents:100");
            account.backfill(SWEEP);
            assertThat(status(account)).isEmpty();
            account.sandbox().faults().set("fail", "");
            account.later(Duration.ofHours(1));
            account.backfill(SWEEP);

            assertThat(status(account)).hasSize(1);
            assertThat(warnings)
                    .anyMatch(line ->
                            line.startsWith(
                                    "The status of the account was not sent to FindingsBus; the"
                                            + " next sweep sends it again: "));
        }
    }

    private static final String BUS = "arn:aws:events:us-east-1:210987654321:event-bus/findings";
    private static final String SWEEP = "{\"mode\": \"sweep\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SweptAccount account(String... parameters) {
        String[] all =
                List.of("SweepMode", "sweep", "SweepSchedule", "rate(30 days)")
                        .toArray(new String[4 + parameters.length]);
        System.arraycopy(parameters, 0, all, 4, parameters.length);
        SweptAccount account = SweptAccount.with(all);
        account.role("web");
        account.profile("prod-web", "web");
        account.role("batch");
        return account;
    }

    private static List<JsonNode> status(SweptAccount account) {
        return account.sandbox().notifications().events().stream()
                .filter(event -> "Profile Guard: status".equals(event.subject()))
                .filter(event -> event.target().equals(BUS))
                .map(Notification::body)
                .map(AccountStatusTest::json)
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
