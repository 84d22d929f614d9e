package dev.profileguard.sandbox.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/// Whatever the order and number of events, and whatever fails: in the end, the tags satisfy the
/// rules, and a check of everything writes nothing.
class TagConvergenceTest {
    @ParameterizedTest
    @MethodSource("seeds")
    void endsWithTheTagsThatTheRulesWant(int seed) {
        Random chance = new Random(seed);
        try (TaggedAccount account = start()) {
            for (int step = 0; step < 15; step++) {
                account.sandbox().clock().move(Duration.ofSeconds(1));
                makeUnreliable(account, chance);
                act(account.as("mallory"), chance);
                if (chance.nextInt(3) > 0) {
                    account.sandbox().advance(Duration.ofMillis(chance.nextInt(90_000)));
                }
            }
            calmDown(account);

            assertRight(account);
            checkEverything(account);
            assertThat(account.calls())
                    .as(() -> story(account))
                    .noneMatch(TagConvergenceTest::writes);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneCheckOfEverythingRepairsAfterLostEvents(int seed) {
        Random chance = new Random(seed);
        try (TaggedAccount account = start()) {
            account.sandbox().faults().set("lose", "0.5");
            IntStream.range(0, 10).forEach(step -> act(account.as("mallory"), chance));
            calmDown(account);

            checkEverything(account);
            assertRight(account);
            account.later();
            checkEverything(account);
            assertThat(account.calls())
                    .as(() -> story(account))
                    .noneMatch(TagConvergenceTest::writes);
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    private static final List<String> ROLES = List.of("web", "batch");
    private static final List<String> PROFILES = List.of("web", "spare");

    private static TaggedAccount start() {
        TaggedAccount account =
                TaggedAccount.with(
                        "TagDefaults", "CostCenter=100,Owner=nobody",
                        "InheritedTags", "Team,CostCenter",
                        "InheritedTagsWin", "true",
                        "BreakerReverts", "100");
        account.after(
                "admin",
                iam -> {
                    ROLES.forEach(role -> TaggedAccount.createRole(iam, role, Map.of("Team", "a")));
                    PROFILES.forEach(name -> TaggedAccount.createProfile(iam, name, Map.of()));
                    TaggedAccount.add(iam, "web", "web");
                    TaggedAccount.add(iam, "spare", "batch");
                });
        account.later();
        return account;
    }

    private static void makeUnreliable(TaggedAccount account, Random chance) {
        account.sandbox().faults().set("double", "0.3");
        account.sandbox().faults().set("reorder", "0.3");
        account.sandbox().faults().set("lag", "PT%dS".formatted(chance.nextInt(3)));
        if (chance.nextInt(5) == 0) {
            account.sandbox().faults().set("fail", "TagInstanceProfile:1");
        }
    }

    private static void act(IamClient iam, Random chance) {
        String role = ROLES.get(chance.nextInt(2));
        String profile = PROFILES.get(chance.nextInt(2));
        String key = List.of("CostCenter", "costCenter", "Owner", "Team").get(chance.nextInt(4));
        String value = List.of("100", "250", "999").get(chance.nextInt(3));
        try {
            switch (chance.nextInt(6)) {
                case 0, 1 -> TaggedAccount.tagRole(iam, role, key, value);
                case 2 -> TaggedAccount.untagRole(iam, role, key);
                case 3 -> TaggedAccount.tagProfile(iam, profile, key, value);
                case 4 -> TaggedAccount.untagProfile(iam, profile, key);
                default -> swap(iam, profile, role);
            }
        } catch (IamException refused) {
            assertThat(refused.statusCode()).isLessThan(600);
        }
    }

    private static void swap(IamClient iam, String profile, String role) {
        for (String before : ROLES) {
            try {
                iam.removeRoleFromInstanceProfile(
                        r -> r.instanceProfileName(profile).roleName(before));
            } catch (IamException notIn) {
                assertThat(notIn.statusCode()).isEqualTo(404);
            }
        }
        TaggedAccount.add(iam, profile, role);
    }

    private static void calmDown(TaggedAccount account) {
        account.sandbox().faults().set("lag", "PT0S");
        account.sandbox().faults().set("lose", "0");
        account.sandbox().faults().set("double", "0");
        account.sandbox().faults().set("reorder", "0");
        account.sandbox().faults().set("fail", "");
        account.later();
    }

    private static void assertRight(TaggedAccount account) {
        for (String role : ROLES) {
            assertThat(account.roleTags(role))
                    .as(() -> story(account))
                    .containsKeys("CostCenter", "Owner")
                    .doesNotContainKey("costCenter")
                    .satisfies(tags -> assertThat(tags.get("CostCenter")).isIn("100", "250"));
        }
        for (String profile : PROFILES) {
            Map<String, String> roles = account.roleTags(roleIn(account, profile));
            assertThat(account.profileTags(profile))
                    .as(() -> story(account))
                    .containsEntry("CostCenter", roles.get("CostCenter"))
                    .containsKey("Owner")
                    .doesNotContainKey("costCenter")
                    .satisfies(tags -> {
                        if (roles.containsKey("Team")) {
                            assertThat(tags).containsEntry("Team", roles.get("Team"));
                        }
                    });
        }
    }

    private static String roleIn(TaggedAccount account, String profile) {
        return account.as("reader")
                .getInstanceProfile(r -> r.instanceProfileName(profile))
                .instanceProfile()
                .roles()
                .getFirst()
                .roleName();
    }

    private static void checkEverything(TaggedAccount account) {
        ROLES.forEach(name -> account.invoke("{\"check\": {\"role\": \"%s\"}}".formatted(name)));
        PROFILES.forEach(
                name -> account.invoke("{\"check\": {\"profile\": \"%s\"}}".formatted(name)));
    }

    private static boolean writes(String operation) {
        return operation.startsWith("Tag") || operation.startsWith("Untag");
    }

    private static String story(TaggedAccount account) {
        return account.sandbox().timeline().entries().stream()
                .map(Entry::json)
                .map(Map::toString)
                .collect(Collectors.joining("\n"));
    }
}
