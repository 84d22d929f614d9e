package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Tag;

/// What the application of an item of a plan costs, as `docs/decisions/calls.md` states.
class ApplyCallsTest {
    @Test
    void anotherRoleInAProfile() {
        assertThat(
                        calls(
                                "guard",
                                account -> {
                                    SweptAccount.remove(account.as("mallory"), "prod-web", "web");
                                    SweptAccount.add(account.as("mallory"), "prod-web", "deployer");
                                }))
                .containsExactly(
                        "GetInstanceProfile",
                        "RemoveRoleFromInstanceProfile",
                        "AddRoleToInstanceProfile");
    }

    @Test
    void noRoleInAProfile() {
        assertThat(
                        calls(
                                "guard",
                                account ->
                                        SweptAccount.remove(
                                                account.as("mallory"), "prod-web", "web")))
                .containsExactly(
                        "GetInstanceProfile", "AddRoleToInstanceProfile", "GetInstanceProfile");
    }

    @Test
    void aDeletedProfile() {
        assertThat(
                        calls(
                                "guard",
                                account -> {
                                    SweptAccount.remove(account.as("mallory"), "prod-web", "web");
                                    account.as("mallory")
                                            .deleteInstanceProfile(
                                                    r -> r.instanceProfileName("prod-web"));
                                }))
                .containsExactly(
                        "GetInstanceProfile",
                        "CreateInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "GetInstanceProfile");
    }

    @Test
    void aRoleWithoutAProfile() {
        assertThat(calls("provision", account -> account.role("new")))
                .containsExactly(
                        "GetRole",
                        "ListInstanceProfilesForRole",
                        "CreateInstanceProfile",
                        "AddRoleToInstanceProfile");
    }

    @Test
    void aTagOfARole() {
        assertThat(
                        calls(
                                "tags",
                                account -> {
                                    withProfile(account);
                                    account.as("admin")
                                            .tagInstanceProfile(
                                                    r -> r.instanceProfileName("new").tags(OWNER));
                                }))
                .containsExactly("GetRole", "TagRole");
    }

    @Test
    void aTagOfAProfile() {
        assertThat(
                        calls(
                                "tags",
                                account -> {
                                    withProfile(account);
                                    account.as("admin").tagRole(r -> r.roleName("new").tags(OWNER));
                                }))
                .containsExactly("GetInstanceProfile", "GetRole", "TagInstanceProfile");
    }

    /// The profile of the name appeared after the plan: IAM refuses to create another one.
    @Test
    void aNameThatIsTakenMeanwhile() {
        try (SweptAccount account = account("")) {
            account.role("new");
            Map<String, Object> plan = plan(account, "provision");
            account.profile("new", "web");

            Map<String, Object> applied = apply(account, plan);

            assertThat(SweptAccount.counts(applied, "provision"))
                    .isEqualTo(Map.of("name-taken", 1));
            assertThat(account.profiles()).containsEntry("new", "web");
        }
    }

    /// An empty profile of the name is somebody else's, and stays empty.
    @Test
    void anEmptyProfileOfTheNameThatAppearedMeanwhileStaysEmpty() {
        try (SweptAccount account = account("")) {
            account.role("new");
            Map<String, Object> plan = plan(account, "provision");
            account.profile("new", null);

            apply(account, plan);

            assertThat(account.profiles()).containsEntry("new", "");
        }
    }

    @Test
    void manyRolesAreLookedUpByTheirCreations() {
        try (SweptAccount account = account("")) {
            for (int i = 0; i < 30; i++) {
                account.role("new-" + i);
            }
            Map<String, Object> plan = plan(account, "provision");

            Map<String, Object> applied = apply(account, plan);

            assertThat(SweptAccount.counts(applied, "provision"))
                    .isEqualTo(Map.of("provision", 30));
            assertThat(account.lookups())
                    .containsExactlyInAnyOrder("CreateRole", "CreateInstanceProfile");
        }
    }

    private static final Tag OWNER = Tag.builder().key("Owner").value("ops").build();

    private static void withProfile(SweptAccount account) {
        account.role("new");
        account.profile("new", "new");
    }

    private static List<String> calls(String rule, Consumer<SweptAccount> change) {
        try (SweptAccount account = account(rule.equals("tags") ? "" : "Team")) {
            change.accept(account);
            apply(account, plan(account, rule));
            return account.calls();
        }
    }

    private static SweptAccount account(String inherited) {
        SweptAccount account =
                SweptAccount.owned(
                        inherited, "RoleTagsFromProfiles", "false", "ProvisionFor", "unless-iac");
        account.role("web");
        account.profile("prod-web", "web");
        account.later(Duration.ofHours(1));
        account.backfill("{\"mode\": \"sweep\"}");
        account.later(Duration.ofHours(1));
        return account;
    }

    private static Map<String, Object> plan(SweptAccount account, String rule) {
        account.later(Duration.ofHours(1));
        Map<String, Object> plan =
                account.backfill("{\"mode\": \"plan\", \"rules\": [\"%s\"]}".formatted(rule));
        account.later(Duration.ofHours(1));
        account.forget();
        return plan;
    }

    private static Map<String, Object> apply(SweptAccount account, Map<String, Object> plan) {
        return account.backfill(
                "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan.get("plan")));
    }
}
