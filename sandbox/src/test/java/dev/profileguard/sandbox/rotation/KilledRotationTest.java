package dev.profileguard.sandbox.rotation;

import static dev.profileguard.sandbox.rotation.RotatingAccount.NEW;
import static dev.profileguard.sandbox.rotation.RotatingAccount.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// Whatever runs on a profile, and wherever a rotation is killed: repeated, it ends the same, and
/// at no time an instance is without its profile.
class KilledRotationTest {
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1");
    private static final int MOST_REQUESTS = 60;

    @Test
    void endsTheSameWhereverItIsKilled() {
        int calls = new Run(new Fleet(7), Integer.MAX_VALUE).played();

        assertThat(calls).isGreaterThan(40);
        for (int i = 0; i < calls; i++) {
            new Run(new Fleet(7), i).played();
        }
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void endsTheSameForAnyFleet(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @LongRange(min = 0, max = 120) long killedAt) {
        new Run(new Fleet(seed), (int) killedAt).played();
    }

    /// EC2 shows instances and their associations up to a minute late.
    @ParameterizedTest
    @CsvSource({
        "PT5S, 0",
        "PT20S, 7",
        "PT45S, 14",
        "PT1M, 21",
        "PT1M, 28",
        "PT1M, 35",
        "PT1M, 42",
        "PT1M, 1000"
    })
    void endsTheSameAlsoWhereEc2ShowsUsesLate(String lag, int killedAt) {
        new Run(new Fleet(7), killedAt, lag).played();
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void endsTheSameForAnyFleetThatEc2ShowsLate(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @LongRange(min = 0, max = 120) long killedAt) {
        new Run(new Fleet(seed), (int) killedAt, "PT1M").played();
    }

    /// The instance is there, but EC2 does not show it yet when the profile is looked at first.
    @Test
    void deletesNoProfileThatAnInstanceUsesWhichEc2ShowsLate() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.sandbox().faults().set("ec2lag", "PT1M");
            account.instance("us-east-1");

            JsonNode first = account.ask(RotatingAccount.FINISH);
            account.sandbox().advance(Duration.ofMinutes(3));
            JsonNode second = account.ask(RotatingAccount.FINISH);

            assertThat(first.path("decision").asText()).isEqualTo("rotation-unused");
            assertThat(second.path("decision").asText()).isEqualTo("rotation-open");
            assertThat(account.roleIn(OLD)).isEqualTo("web");
        }
    }

    /// What runs on the profile: single instances, launch templates, groups of several kinds.
    private record Fleet(long seed) {
        void start(RotatingAccount account) {
            Random random = new Random(seed);
            for (String region : REGIONS) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    String instance = account.instance(region);
                    if (random.nextInt(3) == 0) {
                        account.ec2(region).stop(instance);
                    }
                }
                for (int i = random.nextInt(3); i > 0; i--) {
                    String template = account.template(region, "web-" + i);
                    List<String> versions = List.of("$Latest", "$Default", "1");
                    int groups = random.nextInt(3);
                    for (int j = 0; j < groups; j++) {
                        account.group(
                                region,
                                "g%d-%d".formatted(i, j),
                                template,
                                versions.get(random.nextInt(3)),
                                random.nextInt(3));
                    }
                }
            }
            account.sandbox().advance(Duration.ofMinutes(2));
        }
    }

    /// One rotation that is killed once.
    private static final class Run {
        private final Fleet fleet;
        private final String lag;
        private int left;
        private int calls;

        Run(Fleet fleet, int killedAt) {
            this(fleet, killedAt, "PT0S");
        }

        Run(Fleet fleet, int killedAt, String lag) {
            this.fleet = fleet;
            this.left = killedAt;
            this.lag = lag;
        }

        /// @return the number of calls
        int played() {
            try (RotatingAccount account =
                    RotatingAccount.with("InstanceRegions", String.join(",", REGIONS))) {
                fleet.start(account);
                account.sandbox().faults().set("ec2lag", lag);
                int before = running(account).size();
                killing(account);
                carryOut(account);

                assertThat(running(account)).hasSize(before);
                assertThat(running(account)).allMatch(each -> account.profileOf(each).equals(NEW));
                assertThat(account.profile(OLD)).isNull();
                assertThat(account.roleIn(NEW)).isEqualTo("web-v2");
                assertThat(account.ask("{\"list\": true}").path("rotations")).isEmpty();
                account.sandbox().advance(Duration.ofDays(1));
                assertThat(account.profile(OLD)).isNull();
                assertThat(account.roleIn(NEW)).isEqualTo("web-v2");
            }
            return calls;
        }

        private void carryOut(RotatingAccount account) {
            repeat(account, RotatingAccount.START_AND_DO, "rotation-unused");
            repeat(account, RotatingAccount.FINISH, "rotation-finished");
        }

        private static void repeat(RotatingAccount account, String request, String decision) {
            JsonNode response = RotatingAccount.read("{}");
            for (int i = 0; i < MOST_REQUESTS && !decision(response).equals(decision); i++) {
                response = ask(account, request);
                account.sandbox().advance(Duration.ofMinutes(1));
                requireProfiles(account);
            }
            assertThat(decision(response)).as(response.toPrettyString()).isEqualTo(decision);
        }

        /// A killed invocation has no response.
        private static JsonNode ask(RotatingAccount account, String request) {
            try {
                return account.ask(request);
            } catch (Killed killed) {
                return RotatingAccount.read("{}");
            }
        }

        private static String decision(JsonNode response) {
            return response.path("decision").asText();
        }

        private void killing(RotatingAccount account) {
            account.sandbox().database().observer(operation -> call());
            account.sandbox()
                    .faults()
                    .beforeRegionalCalls((caller, operation) -> {
                        if (caller.contains("ProfileRotation")) {
                            call();
                        }
                    });
            account.beforeEveryCall(this::call);
        }

        private void call() {
            calls++;
            if (left-- == 0) {
                throw new Killed();
            }
        }

        /// No instance is ever without its profile: it exists, with its role and the ID that the
        /// instance knows.
        private static void requireProfiles(RotatingAccount account) {
            for (String instance : running(account)) {
                String name = account.profileOf(instance);
                InstanceProfile profile = account.profile(name);
                assertThat(name).as("the profile of %s", instance).isIn(OLD, NEW);
                assertThat(profile).as("%s of %s", name, instance).isNotNull();
                assertThat(account.sandbox().instances().association(instance).profile())
                        .extracting(InstanceProfile::instanceProfileId)
                        .isEqualTo(profile.instanceProfileId());
                assertThat(account.roleIn(name)).isEqualTo(name.equals(OLD) ? "web" : "web-v2");
            }
        }

        private static List<String> running(RotatingAccount account) {
            List<String> ids = new ArrayList<>();
            account.sandbox()
                    .instances()
                    .overview()
                    .forEach(each -> {
                        if (!"terminated".equals(each.get("state"))) {
                            ids.add(String.valueOf(each.get("instance")));
                        }
                    });
            return ids;
        }
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
