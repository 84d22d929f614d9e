package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.add;
import static dev.profileguard.sandbox.backfill.SweptAccount.lines;
import static dev.profileguard.sandbox.backfill.SweptAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.state.trend.SweepTrendStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Whatever a sweep changes, it also settles what that change affects. The next sweep writes
/// nothing and finds nothing new, however the first one is run.
class SettledByOneSweepTest {
    /// An association changes nothing that a rule evaluates: `AssociatedAgainTest` has it.
    @Test
    void everyActionHasARow() {
        Set<Class<?>> actions = new HashSet<>(List.of(Action.class.getPermittedSubclasses()));
        actions.remove(Action.AssociateInstance.class);

        assertThat(rows().map(row -> row.performs().getClass()).collect(Collectors.toSet()))
                .isEqualTo(actions);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void byOneInvocation(Row row) {
        play(row, account -> List.of(account.backfill(SWEEP)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void inParts(Row row) {
        play(row, account -> account.oneSubjectEach("\"mode\": \"sweep\""));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whileReadsLag(Row row) {
        play(
                row,
                account -> {
                    account.sandbox().faults().set("lag", "PT3S");
                    Map<String, Object> response = account.backfill(SWEEP);
                    account.sandbox().faults().set("lag", "PT0S");
                    return List.of(response);
                });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void byAPlan(Row row) {
        playPlan(
                row,
                account -> {
                    Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
                    account.later(Duration.ofMinutes(1));
                    return List.of(account.backfill("{%s}".formatted(application(plan))));
                });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void byAPlanInParts(Row row) {
        playPlan(
                row,
                account -> {
                    Map<String, Object> plan =
                            account.oneSubjectEach("\"mode\": \"plan\"").getLast();
                    account.later(Duration.ofMinutes(1));
                    return account.oneSubjectEach(application(plan));
                });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void byAPlanWhileReadsLag(Row row) {
        playPlan(
                row,
                account -> {
                    Map<String, Object> plan = account.backfill("{\"mode\": \"plan\"}");
                    account.later(Duration.ofMinutes(1));
                    account.sandbox().faults().set("lag", "PT3S");
                    Map<String, Object> applied =
                            account.backfill("{%s}".formatted(application(plan)));
                    account.sandbox().faults().set("lag", "PT0S");
                    return List.of(applied);
                });
    }

    /// One case.
    ///
    /// @param performs an action that the sweep performs
    /// @param parameters names and values in turn, in addition to the common ones
    /// @param before creates what the first baselines record
    /// @param drift what happens after that, without events
    /// @param expected the role in each profile at the end, an empty text for none; other profiles
    ///   may exist
    record Row(
            String name,
            Action performs,
            List<String> parameters,
            Consumer<SweptAccount> before,
            Consumer<SweptAccount> drift,
            Map<String, String> expected) {
        @Override
        public String toString() {
            return name;
        }

        private SweptAccount account() {
            List<String> all =
                    new ArrayList<>(
                            List.of(
                                    "UnattributedGraceMinutes", "0",
                                    "ProvisionMode", "enforce",
                                    "ProvisionFor", "all",
                                    "TagMode", "enforce",
                                    "TagPolicy", OWNER,
                                    "InheritedTags", "Owner"));
            if (!parameters.contains("TagDefaults")) {
                all.addAll(List.of("TagDefaults", "Owner=nobody"));
            }
            all.addAll(parameters);
            return SweptAccount.with(all.toArray(String[]::new));
        }
    }

    private static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "a role that is taken out of a guarded profile gets its own, before it in"
                                + " the order",
                        new Action.RemoveRole(PROD_WEB, new RoleName("evil")),
                        List.of(),
                        guarded("web"),
                        account -> swap(account, "mallory", "web", "evil"),
                        Map.of("prod-web", "web", "evil", "evil")),
                new Row(
                        "a role that is taken out of a guarded profile gets its own, behind it",
                        new Action.RemoveRole(PROD_WEB, new RoleName("zed")),
                        List.of(),
                        guarded("web"),
                        account -> swap(account, "mallory", "web", "zed"),
                        Map.of("prod-web", "web", "zed", "zed")),
                new Row(
                        "a role in another case",
                        new Action.RemoveRole(PROD_WEB, new RoleName("Evil")),
                        List.of(),
                        account -> {
                            guarded("web").accept(account);
                            account.role("EVIL-2");
                            account.profile("evil-2", "web");
                        },
                        account -> {
                            remove(account.as("mallory"), "PROD-web", "WEB");
                            account.role("Evil");
                            add(account.as("mallory"), "PROD-WEB", "eVIL");
                            account.profile("EVIL", null);
                        },
                        Map.of("prod-web", "web", "evil-2", "web", "EVIL", "")),
                new Row(
                        "a role whose new profile is guarded",
                        new Action.RemoveRole(PROD_WEB, new RoleName("prod-evil")),
                        List.of(),
                        guarded("web"),
                        account -> swap(account, "mallory", "web", "prod-evil"),
                        Map.of("prod-web", "web", "prod-evil", "prod-evil")),
                new Row(
                        "the recorded role was created again behind a swap",
                        new Action.AddRole(PROD_WEB, new RoleName("web")),
                        List.of(),
                        guarded("web"),
                        account -> {
                            swap(account, "mallory", "web", "evil");
                            account.as("mallory").deleteRole(r -> r.roleName("web"));
                            account.role("web");
                        },
                        Map.of("prod-web", "web", "evil", "evil")),
                new Row(
                        "the recorded role is gone",
                        new Action.RemoveRole(PROD_WEB, new RoleName("evil")),
                        List.of(),
                        guarded("web"),
                        account -> {
                            swap(account, "mallory", "web", "evil");
                            account.as("mallory").deleteRole(r -> r.roleName("web"));
                        },
                        Map.of("prod-web", "", "evil", "evil")),
                new Row(
                        "a guarded profile of our own whose role is gone becomes empty",
                        new Action.RemoveRole(new ProfileName("prod-batch"), new RoleName("evil")),
                        List.of(),
                        account -> account.role("prod-batch"),
                        account -> {
                            IamClient mallory = account.as("mallory");
                            account.role("evil");
                            remove(mallory, "prod-batch", "prod-batch");
                            mallory.deleteRole(r -> r.roleName("prod-batch"));
                            add(mallory, "prod-batch", "evil");
                        },
                        Map.of("prod-batch", "", "evil", "evil")),
                new Row(
                        "a trusted swap leaves the earlier role without a profile",
                        new Action.CreateProfile(new ProfileName("web"), "/", Tags.NONE),
                        List.of(),
                        guarded("web"),
                        account -> {
                            account.role("db");
                            remove(account.asPipeline(), "prod-web", "web");
                            add(account.asPipeline(), "prod-web", "db");
                        },
                        Map.of("prod-web", "db", "web", "web")),
                new Row(
                        "a guarded profile is emptied",
                        new Action.AddRole(PROD_WEB, new RoleName("web")),
                        List.of(),
                        guarded("web"),
                        account -> remove(account.as("mallory"), "prod-web", "web"),
                        Map.of("prod-web", "web")),
                new Row(
                        "a deleted profile comes back under the name of a role with another one",
                        new Action.CreateProfile(PROD_WEB, "/", Tags.NONE),
                        List.of(),
                        guarded("web"),
                        account -> {
                            remove(account.as("mallory"), "prod-web", "web");
                            account.as("mallory")
                                    .deleteInstanceProfile(r -> r.instanceProfileName("prod-web"));
                            account.role("prod-web");
                        },
                        Map.of("prod-web", "web")),
                new Row(
                        "a missing profile is guarded once it exists",
                        new Action.CreateProfile(new ProfileName("prod-batch"), "/", Tags.NONE),
                        List.of(),
                        account -> {},
                        account -> account.role("prod-batch"),
                        Map.of("prod-batch", "prod-batch")),
                new Row(
                        "a profile gets back a tag that its role needs too",
                        new Action.TagProfile(PROD_WEB, Tags.of("Owner", "ops")),
                        List.of("TagDefaults", ""),
                        account -> {
                            guarded("web").accept(account);
                            tagProfile(account, "prod-web", "Owner", "ops");
                        },
                        account -> {
                            untagProfile(account, "prod-web", "Owner");
                            account.as("mallory")
                                    .untagRole(r -> r.roleName("web").tagKeys("Owner"));
                        },
                        Map.of("prod-web", "web")),
                new Row(
                        "a swap changes which tags a profile inherits",
                        new Action.TagProfile(PROD_WEB, Tags.of("Owner", "web-team")),
                        List.of(),
                        account -> {
                            guarded("web").accept(account);
                            tagRole(account, "web", "Owner", "web-team");
                        },
                        account -> {
                            swap(account, "mallory", "web", "evil");
                            tagRole(account, "evil", "Owner", "evil-team");
                            untagProfile(account, "prod-web", "Owner");
                        },
                        Map.of("prod-web", "web", "evil", "evil")),
                new Row(
                        "a tag in another case",
                        new Action.UntagProfile(PROD_WEB, Set.of("owner")),
                        List.of(),
                        guarded("web"),
                        account -> {
                            untagProfile(account, "prod-web", "Owner");
                            tagProfile(account, "prod-web", "owner", "eve");
                        },
                        Map.of("prod-web", "web")),
                new Row(
                        "a profile of our own that nobody needs any more",
                        new Action.DeleteProfile(new ProfileName("batch")),
                        List.of(),
                        account -> account.role("batch"),
                        account -> {
                            remove(account.as("mallory"), "batch", "batch");
                            account.as("mallory").deleteRole(r -> r.roleName("batch"));
                        },
                        Map.of()),
                new Row(
                        "a role's tag, and the profiles that inherit it",
                        new Action.TagRole(new RoleName("web"), Tags.of("Owner", "ops")),
                        List.of(),
                        account -> {
                            guarded("web").accept(account);
                            account.profile("a-web", "web");
                            account.profile("z-web", "web");
                        },
                        account -> tagRole(account, "web", "owner", "ops"),
                        Map.of("prod-web", "web", "a-web", "web", "z-web", "web")),
                new Row(
                        "a node role that EC2 may assume again gets a profile",
                        new Action.UpdateTrustPolicy(NODES, "", ""),
                        List.of("NodeRoleMode", "enforce"),
                        SettledByOneSweepTest::createNodeRole,
                        account -> {
                            trustLambda(account);
                            remove(account.as("mallory"), "eksNodeRole", "eksNodeRole");
                            account.as("mallory")
                                    .deleteInstanceProfile(
                                            r -> r.instanceProfileName("eksNodeRole"));
                        },
                        Map.of("eksNodeRole", "eksNodeRole")),
                new Row(
                        "a policy of a node role that was detached",
                        new Action.AttachPolicy(NODES, WORKER),
                        List.of("NodeRoleMode", "enforce"),
                        SettledByOneSweepTest::createNodeRole,
                        account -> {
                            trustLambda(account);
                            account.as("mallory")
                                    .detachRolePolicy(
                                            r -> r.roleName("eksNodeRole").policyArn(WORKER));
                        },
                        Map.of("eksNodeRole", "eksNodeRole")));
    }

    private static final RoleName NODES = new RoleName("eksNodeRole");
    private static final String WORKER = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
    private static final String PULL = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly";

    private static void createNodeRole(SweptAccount account) {
        account.role(NODES.value());
        for (String policy : List.of(WORKER, PULL)) {
            account.as("admin").attachRolePolicy(r -> r.roleName(NODES.value()).policyArn(policy));
        }
        account.profile(NODES.value(), NODES.value());
    }

    private static void trustLambda(SweptAccount account) {
        account.as("mallory")
                .updateAssumeRolePolicy(r ->
                        r.roleName(NODES.value())
                                .policyDocument(SweptAccount.trust("lambda.amazonaws.com")));
    }

    /// A profile `prod-web` with this role.
    private static Consumer<SweptAccount> guarded(String role) {
        return account -> {
            account.role(role);
            account.profile("prod-web", role);
        };
    }

    private static void swap(SweptAccount account, String user, String from, String to) {
        account.role(to);
        remove(account.as(user), "prod-web", from);
        add(account.as(user), "prod-web", to);
    }

    private static void tagRole(SweptAccount account, String role, String key, String value) {
        account.as("mallory").tagRole(r -> r.roleName(role).tags(tag(key, value)));
    }

    private static void tagProfile(SweptAccount account, String name, String key, String value) {
        account.as("mallory")
                .tagInstanceProfile(r -> r.instanceProfileName(name).tags(tag(key, value)));
    }

    private static void untagProfile(SweptAccount account, String name, String key) {
        IamClient mallory = account.as("mallory");
        mallory.untagInstanceProfile(r -> r.instanceProfileName(name).tagKeys(key));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static final String SWEEP = "{\"mode\": \"sweep\"}";
    private static final ProfileName PROD_WEB = new ProfileName("prod-web");
    private static final String OWNER =
            """
            {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
              "enforced_for": {"@@assign": ["iam:ALL_SUPPORTED"]},
              "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
            """;

    private void play(Row row, Function<SweptAccount, List<Map<String, Object>>> sweep) {
        try (SweptAccount account = drifted(row)) {
            List<Map<String, Object>> responses = sweep.apply(account);
            assertPerformed(account, row, responses);
            Set<String> findings = findings(account);
            Set<String> table = table(account);
            account.later(Duration.ofMinutes(1));

            Map<String, Object> second = account.backfill(SWEEP);

            assertNothingLeft(account, row, responses, second);
            assertThat(findings).as("%s", responses).containsAll(findings(account));
            assertThat(table(account)).isEqualTo(table);
        }
    }

    /// A plan records no baselines: the next sweep does, and reports it.
    private void playPlan(Row row, Function<SweptAccount, List<Map<String, Object>>> plan) {
        try (SweptAccount account = drifted(row)) {
            List<Map<String, Object>> responses = plan.apply(account);
            assertPerformed(account, row, responses);
            account.later(Duration.ofMinutes(1));

            Map<String, Object> second = account.backfill(SWEEP);

            assertNothingLeft(account, row, responses, second);
        }
    }

    private static SweptAccount drifted(Row row) {
        SweptAccount account = row.account();
        row.before().accept(account);
        account.later(Duration.ofHours(1));
        account.backfill(SWEEP);
        account.later(Duration.ofHours(1));
        row.drift().accept(account);
        account.later(Duration.ofHours(1));
        return account;
    }

    private static void assertPerformed(
            SweptAccount account, Row row, List<Map<String, Object>> responses) {
        String operation = row.performs().permissions().getFirst().substring("iam:".length());
        assertThat(account.entries())
                .as("%s", responses)
                .anyMatch(entry ->
                        entry.kind() == Entry.Kind.CALL
                                && operation.equals(entry.operation())
                                && row.performs().subject().equalsIgnoreCase(entry.subject())
                                && String.valueOf(entry.actor()).contains("Backfill"));
    }

    private static void assertNothingLeft(
            SweptAccount account,
            Row row,
            List<Map<String, Object>> first,
            Map<String, Object> second) {
        assertThat(account.writes())
                .as("%s, then %s", lines(first.getLast()), lines(second))
                .isEmpty();
        assertThat(first).allSatisfy(each -> assertThat(each).containsEntry("failed", 0));
        assertThat(second).containsEntry("failed", 0);
        assertThat(account.profiles()).containsAllEntriesOf(row.expected());
    }

    private static String application(Map<String, Object> plan) {
        return "\"mode\": \"apply\", \"plan\": \"%s\"".formatted(plan.get("plan"));
    }

    private static Set<String> findings(SweptAccount account) {
        return account.entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.FINDING)
                .map(entry -> "%s %s".formatted(entry.operation(), entry.subject()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Without the trend, to which each sweep adds a point.
    private static Set<String> table(SweptAccount account) {
        return account
                .sandbox()
                .dynamo()
                .scan(r -> r.tableName("profile-guard-BaselineTable"))
                .items()
                .stream()
                .filter(item -> !SweepTrendStore.isTrend(item))
                .map(item -> new TreeMap<>(item).toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
