package dev.profileguard.sandbox.command.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.command.LastCommand;
import dev.profileguard.sandbox.command.stack.Surroundings;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;

/// The commands for a deployed stack, against the sandbox over HTTP.
class OperateTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("..", "template.yaml"),
                    Map.of(
                            "GuardMode", "enforce",
                            "TrustedPrincipals", "arn:aws:iam::*:user/alice",
                            "GuardedProfiles", "prod-*"),
                    Sandbox.Mode.REAL_CLOCK);
    private final SandboxServer server = LocalServer.of(sandbox);
    private final IamClient alice = sandbox.iamAs("alice");
    private final LastCommand command = new LastCommand();
    private final Map<String, String> variables = new HashMap<>();
    private @Nullable String typed;
    private String question = "";

    @BeforeEach
    void prepare() {
        variables.put("AWS_ENDPOINT_URL", server.url());
        variables.put("AWS_DEFAULT_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", "alice");
        variables.put("AWS_SECRET_ACCESS_KEY", "any");
        alice.createRole(role -> role.roleName("web").assumeRolePolicyDocument(TRUST));
        alice.createInstanceProfile(create -> create.instanceProfileName("prod-web"));
        alice.addRoleToInstanceProfile(add -> add.instanceProfileName("prod-web").roleName("web"));
        sandbox.advance(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        server.close();
        sandbox.close();
    }

    @Test
    void showsAProfileAndSaysWhereItIs() {
        assertThat(guard("show", "prod-web")).isZero();

        assertThat(command.output())
                .startsWith("prod-web matches its baseline")
                .contains("    role: web (AROA", "  drift: none");
        assertThat(command.errors())
                .isEqualTo(
                        "stack profile-guard in account 123456789012, us-east-1 at %s, as arn:aws:iam::123456789012:user/alice%n"
                                .formatted(server.url()));
    }

    @Test
    void showsTheSettingsThatAreInForceInAllFunctions() {
        assertThat(guard("settings")).isZero();
        String table = command.output();

        assertThat(table)
                .contains(
                        "FUNCTION            VERSION  MODE     IN FORCE      PROBLEMS",
                        "ProfileGuard        1        enforce  as deployed   none",
                        "Canary              1        -        as deployed   none",
                        "  GuardedProfiles: prod-*");
        assertThat(guard("show", "settings")).isZero();
        assertThat(command.output()).isEqualTo(table);
        assertThat(guard("settings", "--json")).isZero();
        assertThat(command.output().lines())
                .hasSize(8)
                .allMatch(line -> line.startsWith("{\"function\":\""));
    }

    @Test
    void saysWhichSettingsAreDeployedAndNotInForce() {
        sandbox.functionRest()
                .respond(
                        "PUT",
                        "/2015-03-31/functions/profile-guard-TagEnforcer/configuration",
                        "",
                        changed("TagEnforcer", "TAG_MODE", "enforce"),
                        Sandbox.user("alice"));

        assertThat(guard("settings")).isEqualTo(1);

        assertThat(command.output()).contains("TagEnforcer         1        observe  not!");
        assertThat(command.errors())
                .contains("The settings of TagEnforcer are not in force since", "TAG_MODE");
    }

    /// The request that changes one variable of a function. Lambda replaces all of them.
    private String changed(String function, String name, String value) {
        Map<String, String> variables =
                new HashMap<>(sandbox.lambda().find(function).orElseThrow().environment());
        variables.put(name, value);
        try {
            return new ObjectMapper()
                    .writeValueAsString(Map.of("Environment", Map.of("Variables", variables)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void pausesAllWritesAndShowsIt() {
        assertThat(
                        guard(
                                "ask",
                                "all",
                                "{\"pause\": {\"minutes\": 60, \"reason\": \"incident 1234\"}}"))
                .isZero();
        assertThat(command.output())
                .startsWith("ProfileGuard")
                .contains("All writes are paused until", "incident 1234");

        assertThat(guard("settings")).isZero();
        assertThat(command.output()).containsOnlyOnce("All writes are paused until");

        assertThat(guard("ask", "all", "{\"pause\": {\"minutes\": 0}}")).isZero();
        assertThat(guard("settings")).isZero();
        assertThat(command.output()).doesNotContain("All writes are paused until");
    }

    @Test
    void asksAllFunctionsThatKnowARequest() {
        assertThat(guard("ask", "all", "{\"show\": {\"settings\": true}}", "--json")).isZero();
        assertThat(command.output().lines()).hasSize(8);

        assertThat(guard("ask", "all", "{\"dance\": {}}")).isEqualTo(1);
        assertThat(command.errors()).contains("No function of the stack knows this request");
    }

    @Test
    void showsWhatTheLastSweepSawUseAProfile() {
        String instance = sandbox.ec2(Sandbox.user("alice"), "eu-west-1").runInstances("prod-web");
        sandbox.lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");

        assertThat(guard("show", "prod-web")).isZero();

        assertThat(command.output()).contains("  usage", "    seen: 20", instance);
    }

    @Test
    void showsARoleWhereThereIsNoProfile() {
        sandbox.advance(Duration.ofMinutes(5));

        assertThat(guard("show", "web")).isZero();
        assertThat(command.output()).contains("web is in prod-web");

        assertThat(guard("show", "arn:aws:iam::123456789012:instance-profile/prod-web")).isZero();
        assertThat(command.output()).contains("prod-web matches its baseline");
    }

    @Test
    void showsWhatUsesAProfile() {
        sandbox.ec2(Sandbox.user("alice"), "eu-west-1").runInstances("prod-web");

        assertThat(guard("usage", "prod-web")).isZero();

        assertThat(command.output())
                .startsWith("prod-web is used by: 1 instance")
                .contains("region: eu-west-1");
    }

    @Test
    void showsTheStepsOfARotationAndWhatIsLeft() {
        String instance = sandbox.ec2(Sandbox.user("alice"), "eu-west-1").runInstances("prod-web");

        assertThat(guard("rotate", "prod-web", "--to", "prod-web-2")).isZero();
        assertThat(command.output())
                .contains("0 of 2 steps are done")
                .contains(" 1. by-hand    Make instance profile prod-web-2 with role web")
                .contains("$ aws iam create-instance-profile --instance-profile-name prod-web-2")
                .contains(" 2. later      Associate instance " + instance);

        assertThat(guard("rotate", "prod-web", "--do")).isEqualTo(1);
        assertThat(command.errors()).contains("prod-web is still used by: 1 instance");

        assertThat(guard("rotate", "--list")).isZero();
        assertThat(command.output()).contains("prod-web is being replaced");

        assertThat(guard("rotate", "--finish", "prod-web")).isEqualTo(1);
    }

    @Test
    void showsWhatRemembersAnEarlierRole() {
        assertThat(
                        guard(
                                "mend",
                                "web",
                                "--former-id",
                                "AROAEXAMPLE1234567890",
                                "--policies",
                                "keys:eu-west-1,buckets"))
                .isZero();
        assertThat(command.output())
                .startsWith("Nothing is known that remembers an earlier role web")
                .contains("not known: Policies of queues, topics, secrets and other resources");

        assertThat(
                        guard(
                                "mend",
                                "web",
                                "--former-id",
                                "AROAEXAMPLE1234567890,AROAEXAMPLE1234567891",
                                "--former-id",
                                "AROAEXAMPLE1234567892",
                                "--json"))
                .isZero();
        assertThat(command.output())
                .contains("AROAEXAMPLE1234567890")
                .contains("AROAEXAMPLE1234567891")
                .contains("AROAEXAMPLE1234567892");
        assertThat(guard("mend", "web", "--former-id", "AROAEXAMPLE1234567890,x")).isEqualTo(1);
        assertThat(command.errors()).contains("mend.formerId must be the ID of a role");

        assertThat(guard("mend", "web", "--policies", "queues")).isEqualTo(1);
        assertThat(command.errors()).contains("mend.policies must be a list of keys");
        assertThat(guard("mend")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rotate",
                "rotate --list prod-web",
                "rotate --status prod-web --role web",
                "rotate --finish --cancel prod-web",
                "rotate prod-web --gke-cluster c",
                "rotate prod-web --gke-node-pool np --location us-west1"
            })
    void refusesARotationThatMakesNoSense(String line) {
        assertThat(guard(line.split(" "))).isEqualTo(2);
    }

    @Test
    void releasesAndAdopts() {
        assertThat(guard("release", "prod-web", "--minutes=5", "--reason=incident 7")).isZero();
        assertThat(command.output()).contains("prod-web is released until", "incident 7");

        assertThat(guard("adopt", "prod-web")).isZero();
        assertThat(command.output()).contains("The current state of prod-web is recorded");
    }

    @Test
    void goesOnAfterARefusalAndSaysInTheEndThatNotAllWasDone() {
        assertThat(guard("adopt", "none", "prod-web")).isEqualTo(1);

        assertThat(command.errors())
                .contains(
                        "guard: ProfileGuard refused the request: There is no instance profile"
                                + " none");
        assertThat(command.output()).contains("The current state of prod-web is recorded");
    }

    @Test
    void printsForProgramsOnlyTheAnswerItself() {
        assertThat(
                        guard(
                                "ask",
                                "ProfileGuard",
                                "{\"show\": {\"profile\": \"prod-web\"}}",
                                "--json"))
                .isZero();
        assertThat(json().path("subject").asText()).isEqualTo("instance-profile/prod-web");

        assertThat(guard("ask", "ProfileGuard", "{\"nonsense\": {}}", "--json")).isEqualTo(1);
        assertThat(json().path("errorType").asText())
                .isEqualTo("java.lang.IllegalArgumentException");
        assertThat(command.errors())
                .contains("ProfileGuard refused the request: Invalid request: nonsense");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"show\": }", "show", "{} {}"})
    void namesThePlaceWhereARequestIsNoJson(String request) {
        assertThat(guard("ask", "ProfileGuard", request)).isEqualTo(2);

        assertThat(command.errors()).contains("The request is no JSON: ", "(line 1, column ");
    }

    @Test
    void refusesAnEmptyRequest() {
        assertThat(guard("ask", "ProfileGuard", " ")).isEqualTo(2);

        assertThat(command.errors()).contains("The request is empty, and no JSON");
    }

    @Test
    void listsTheFunctionsThatCanBeAsked() {
        assertThat(guard("ask", "Nothing", "{}")).isEqualTo(2);

        assertThat(command.errors())
                .contains("The stack has no function Nothing. The functions are: Backfill, Canary");
    }

    @Test
    void plansAndAppliesAfterAYes() {
        alice.createRole(role -> role.roleName("batch").assumeRolePolicyDocument(TRUST));
        sandbox.advance(Duration.ofMinutes(5));

        assertThat(guard("plan")).isZero();

        assertThat(command.output())
                .contains(
                        """
                          # provision: batch is in no profile
                          + instance-profile/batch
                              + create instance profile /batch
                              + add role batch to batch
                        """)
                .contains("Plan: 1 to add, 0 to change, 0 to delete.");
        String plan = command.output().replaceAll("(?s).*\\./guard apply (\\S+)\\s*$", "$1");
        typed = "no";
        assertThat(guard("apply", plan)).isEqualTo(1);
        assertThat(question).isEqualTo("Apply it to profile-guard? Only yes is accepted: ");
        assertThat(command.errors())
                .contains(
                        "Plan %s: 1 to add, 0 to change, 0 to delete.".formatted(plan),
                        "Nothing was applied.");
        assertThat(alice.listInstanceProfiles().instanceProfiles()).hasSize(1);

        typed = "yes";
        assertThat(guard("apply", plan)).isZero();
        assertThat(command.output()).contains("Apply complete: 1 added, 0 changed, 0 deleted.");
        assertThat(
                        alice.getInstanceProfile(get -> get.instanceProfileName("batch"))
                                .instanceProfile()
                                .roles())
                .hasSize(1);
    }

    @Test
    void doesNotCallAPlanAppliedThatChangedMeanwhile() {
        alice.createRole(role -> role.roleName("batch").assumeRolePolicyDocument(TRUST));
        sandbox.advance(Duration.ofMinutes(5));
        guard("plan", "--json");
        String plan = json().path("plan").asText();
        alice.createInstanceProfile(create -> create.instanceProfileName("batch"));

        assertThat(guard("apply", plan, "--yes")).isEqualTo(1);

        assertThat(command.output())
                .contains(
                        "! role/batch  provision, name-taken",
                        "Apply incomplete: 0 added, 0 changed, 0 deleted, 1 not done.");
    }

    @Test
    void saysThatNothingWouldChange() {
        assertThat(guard("plan", "--names=prod-*", "--rules=guard")).isZero();

        assertThat(command.output()).contains("No changes.").doesNotContain("guard apply");
    }

    @Test
    void refusesToApplyWithoutATerminalUnlessItIsMeant() {
        assertThat(guard("apply", "some-plan")).isEqualTo(2);
        assertThat(command.errors()).contains("give --yes to apply the plan without a question");

        assertThat(guard("apply", "some-plan", "--yes")).isEqualTo(1);
        assertThat(command.errors())
                .contains("There is no report of a plan some-plan from the last 7 days");
    }

    @Test
    void sweepsAndFollowsAnExecutionAgain() {
        assertThat(guard("sweep")).isZero();
        assertThat(command.output()).contains("Sweep complete: 0 added, 0 changed, 0 deleted.");
        String execution =
                command.errors()
                        .lines()
                        .filter(line -> line.startsWith("execution "))
                        .findFirst()
                        .orElseThrow()
                        .substring("execution ".length());

        assertThat(guard("sweep", "--follow", execution)).isZero();
        assertThat(command.output()).contains("Sweep complete: 0 added, 0 changed, 0 deleted.");
    }

    @Test
    void refusesARuleThatThereIsNotBeforeItStartsAnything() {
        assertThat(guard("plan", "--rules=gard")).isEqualTo(2);

        assertThat(command.errors())
                .contains("--rules: there is no rule 'gard'. The rules are: guard, provision");
    }

    @Test
    void saysWhereItLookedForTheStack() {
        assertThat(guard("show", "web", "--stack=other")).isEqualTo(1);
        assertThat(command.errors())
                .contains("There is no stack other in account 123456789012, us-east-1");

        assertThat(guard("show", "web", "--region=eu-west-1")).isEqualTo(1);
        assertThat(command.errors())
                .contains(
                        "No stack of Profile Guard in account 123456789012, eu-west-1",
                        "sam deploy --guided");

        variables.put("GUARD_STACK", "profile-guard");
        assertThat(guard("show", "prod-web")).isZero();
    }

    @Test
    void saysWhichPermissionIsMissing() {
        alice.createUser(create -> create.userName("bob"));
        sandbox.identityPolicies().enforce(true);
        variables.put("AWS_ACCESS_KEY_ID", "bob");

        assertThat(guard("plan", "--stack=profile-guard")).isEqualTo(1);

        assertThat(command.errors())
                .contains(
                        "guard: Access denied: you need cloudformation:DescribeStacks on"
                            + " arn:aws:cloudformation:us-east-1:123456789012:stack/profile-guard/*.");
    }

    @Test
    void needsARegionAndAnEndpointThatIsAUrl() {
        variables.put("AWS_ENDPOINT_URL", "localhost:4500");

        assertThat(guard("show", "web")).isEqualTo(1);

        assertThat(command.errors()).contains("AWS_ENDPOINT_URL is no URL: localhost:4500");
    }

    private int guard(String... words) {
        return command.run(new Person(), words);
    }

    private JsonNode json() {
        try {
            return new ObjectMapper().readTree(command.output());
        } catch (JsonProcessingException e) {
            throw new AssertionError(command.output(), e);
        }
    }

    /// At a terminal if something is typed there.
    private final class Person implements Surroundings {
        @Override
        public Map<String, String> variables() {
            return variables;
        }

        @Override
        public @Nullable String answerTo(String asked) {
            question = asked;
            return typed;
        }

        @Override
        public boolean isInteractive() {
            return typed != null;
        }
    }
}
