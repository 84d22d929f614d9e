package dev.profileguard.sandbox.rotation;

import static dev.profileguard.sandbox.rotation.RotatingAccount.commands;
import static dev.profileguard.sandbox.rotation.RotatingAccount.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.AccountUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecreatedRoleTest {
    private static final String MEND = "{\"mend\": {\"role\": \"web\"}}";

    @Test
    void saysWhatRemembersAnEarlierRoleAndHowToMendIt() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String former = account.as("owner").getRole(r -> r.roleName("web")).role().roleId();
            account.as("owner")
                    .createRole(
                            r -> r.roleName("partner").assumeRolePolicyDocument(trusting("web")));
            cluster(account);
            recreate(account);

            JsonNode response = account.ask(MEND);

            assertThat(response.path("formerIds").toString()).isEqualTo("[\"" + former + "\"]");
            assertThat(commands(response))
                    .anyMatch(each ->
                            each.startsWith("aws eks delete-access-entry --cluster-name shop"))
                    .anyMatch(each -> each.startsWith("aws eks create-access-entry"))
                    .anyMatch(each ->
                            each.startsWith("aws iam update-assume-role-policy --role-name partner")
                                    && each.contains("arn:aws:iam::123456789012:role/web")
                                    && !each.contains(former))
                    .last()
                    .isEqualTo("./guard adopt prod-web");
            assertThat(response.at("/again/mend/formerId").asText()).isEqualTo(former);
        }
    }

    @Test
    void findsNothingWhereTheRoleIsTheSame() {
        try (RotatingAccount account = RotatingAccount.with()) {
            JsonNode response = account.ask(MEND);

            assertThat(response.path("steps")).isEmpty();
            assertThat(response.path("why").asText()).startsWith("Nothing is known");
            assertThat(response.at("/unknown/0").asText()).contains("formerId");
        }
    }

    @Test
    void searchesForTheIdThatTheRequestNames() {
        try (RotatingAccount account = RotatingAccount.with("GuardMode", "off")) {
            String former = account.as("owner").getRole(r -> r.roleName("web")).role().roleId();
            account.as("owner")
                    .createRole(
                            r -> r.roleName("partner").assumeRolePolicyDocument(trusting("web")));
            recreate(account);

            JsonNode response =
                    account.ask(
                            "{\"mend\": {\"role\": \"web\", \"formerId\": \"%s\"}}"
                                    .formatted(former));

            assertThat(commands(response)).anyMatch(each -> each.contains("--role-name partner"));
            assertThat(
                            account.ask("{\"mend\": {\"role\": \"gone\"}}")
                                    .path("errorMessage")
                                    .asText())
                    .contains("There is no role gone");
            assertThat(
                            account.ask("{\"mend\": {\"role\": \"web\", \"formerId\": \"x\"}}")
                                    .path("errorMessage")
                                    .asText())
                    .contains("mend.formerId must be the ID of a role");
        }
    }

    @Test
    void asksAgainAboutAllEarlierRoles() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String former = account.as("owner").getRole(r -> r.roleName("web")).role().roleId();
            account.as("owner")
                    .createRole(
                            r -> r.roleName("partner").assumeRolePolicyDocument(trusting("web")));
            recreate(account);

            JsonNode first =
                    account.ask(
                            "{\"mend\": {\"role\": \"web\", \"formerId\":"
                                    + " \"AROAEXAMPLE1234567890\"}}");
            adopt(account);
            JsonNode second = account.ask(first.path("again").toString());

            assertThat(first.at("/again/mend/formerId").toString())
                    .isEqualTo("[\"AROAEXAMPLE1234567890\",\"" + former + "\"]");
            assertThat(commands(second)).anyMatch(each -> each.contains("--role-name partner"));
        }
    }

    @Test
    void listsNoStepWhoseCommandsWereRun() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String instance = account.instance("eu-west-1");
            String former = roleId(account);
            ResourcesUnderTest resources = new ResourcesUnderTest(account.sandbox());
            String key = resources.key("eu-west-1", ResourcesUnderTest.keyPolicy(ROLE));
            resources.bucket("eu-west-1", "reports", ResourcesUnderTest.bucketPolicy(ROLE));
            recreateWithItsProfile(account);
            String all = mend(former, "keys", "buckets");

            JsonNode before = account.ask(all);

            assertThat(titles(before))
                    .containsExactly(
                            "Save the policy of key %s in eu-west-1 again".formatted(key),
                            "Save the policy of bucket reports in eu-west-1 again",
                            "Associate instance %s in eu-west-1 with prod-web again"
                                    .formatted(instance),
                            "Make role web the baseline of prod-web");
            assertThat(states(before)).containsOnly("by-hand");

            resources.save("eu-west-1", key, ResourcesUnderTest.keyPolicy(ROLE));
            assertThat(titles(account.ask(all))).hasSize(3);

            resources.saveBucket("eu-west-1", "reports", ResourcesUnderTest.bucketPolicy(ROLE));
            account.ec2("eu-west-1")
                    .replace(
                            Objects.requireNonNull(
                                            account.sandbox().instances().association(instance))
                                    .id(),
                            RotatingAccount.OLD);
            assertThat(titles(account.ask(all)))
                    .containsExactly("Make role web the baseline of prod-web");

            adopt(account);

            JsonNode after = account.ask(all);
            assertThat(titles(after)).isEmpty();
            assertThat(after.path("why").asText()).startsWith("Nothing is known that remembers");
        }
    }

    @Test
    void saysThatAConditionHasToBeEdited() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String former = roleId(account);
            ResourcesUnderTest resources = new ResourcesUnderTest(account.sandbox());
            resources.bucket(
                    "us-east-1",
                    "secrets",
                    """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
                     "Action": "s3:GetObject", "Resource": "arn:aws:s3:::secrets/*",
                     "Condition": {"StringNotLike": {"aws:userId": ["%s:*"]}}}]}\
                    """
                            .formatted(former));
            recreate(account);

            JsonNode step = account.ask(mend(former, "buckets")).at("/steps/0");

            String now = roleId(account);
            assertThat(step.path("why").asText())
                    .contains("(aws:userId)")
                    .contains("edited, not only saved")
                    .contains(now);
            assertThat(step.at("/commands/1").asText())
                    .startsWith("aws s3api put-bucket-policy --region us-east-1 --bucket secrets")
                    .contains("\"aws:userId\":[\"%s:*\"]".formatted(now));
        }
    }

    @Test
    void countsWhatItMayNotRead() {
        try (RotatingAccount account =
                RotatingAccount.with("InstanceRegions", "eu-west-1,us-east-1")) {
            String former = roleId(account);
            ResourcesUnderTest resources = new ResourcesUnderTest(account.sandbox());
            for (int i = 0; i < 12; i++) {
                resources.key("eu-west-1", ResourcesUnderTest.ofOwnerOnly());
            }
            resources.bucket("us-east-1", "locked", ResourcesUnderTest.lockedBucket("locked"));
            String found = resources.key("us-east-1", ResourcesUnderTest.keyPolicy(ROLE));
            recreate(account);

            JsonNode response = account.ask(mend(former, "keys", "buckets"));

            assertThat(commands(response)).anyMatch(each -> each.contains(found));
            assertThat(unknown(response))
                    .filteredOn(each -> each.startsWith("GetKeyPolicy of key "))
                    .hasSize(10)
                    .allMatch(each -> each.contains("eu-west-1: AccessDeniedException: User: "));
            assertThat(unknown(response))
                    .contains("The policies of 2 more could not be read either")
                    .anyMatch(each ->
                            each.startsWith(
                                    "GetBucketPolicy of bucket locked in us-east-1:"
                                            + " AccessDenied:"));
            // The bucket of the reports has no policy: that is no error.
            assertThat(response.path("policiesRead").asInt()).isEqualTo(12 + 1 + 2);
            assertThat(response.path("notSearched")).isEmpty();
        }
    }

    @Test
    void goesOnWhereASearchStopped() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String former = roleId(account);
            ResourcesUnderTest resources = new ResourcesUnderTest(account.sandbox());
            for (int i = 0; i < 300; i++) {
                resources.key("eu-west-1", null);
            }
            String last = resources.key("eu-west-1", ResourcesUnderTest.keyPolicy(ROLE));
            recreate(account);

            JsonNode first = account.ask(mend(former, "keys"));
            String next = first.at("/notSearched/0").asText();
            JsonNode second = account.ask(mend(former, next));

            assertThat(titles(first)).noneMatch(each -> each.contains("key"));
            assertThat(first.path("policiesRead").asInt()).isEqualTo(300);
            assertThat(unknown(first))
                    .anyMatch(each -> each.contains("go on with") && each.contains(next));
            assertThat(first.path("why").asText()).endsWith("Not everything was searched");
            assertThat(next).startsWith("keys:eu-west-1:");
            assertThat(titles(second))
                    .contains("Save the policy of key %s in eu-west-1 again".formatted(last));
            assertThat(second.path("notSearched")).isEmpty();
        }
    }

    @Test
    void asksNobodyWhereNothingSaysThatTheRoleIsAnother() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.forget();

            JsonNode response =
                    account.ask(
                            "{\"mend\": {\"role\": \"web\", \"policies\": [\"keys\","
                                    + " \"buckets\"]}}");

            assertThat(response.path("policiesRead").asInt()).isZero();
            assertThat(account.callsOf("kms", "ProfileRotation")).isEmpty();
            assertThat(account.callsOf("s3", "ProfileRotation")).isEmpty();
            assertThat(account.ec2Calls()).doesNotContain("DescribeInstances");
        }
    }

    @Test
    void leadsToANewProfileWhereAClusterOfGkeIsLinked() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.instance("us-west-2", "gke:multicloud:cluster-id", "c1");
            recreate(account);

            JsonNode response = account.ask(MEND);

            assertThat(titles(response))
                    .containsExactly("Give what is linked to prod-web a new profile");
            assertThat(commands(response).getFirst())
                    .isEqualTo("./guard rotate prod-web --role web");

            account.ask("{\"start\": {\"profile\": \"prod-web\", \"role\": \"web\"}}");

            JsonNode again = account.ask(MEND);
            assertThat(states(again)).containsExactly("under-way");
            assertThat(again.at("/steps/0/why").asText())
                    .isEqualTo("%s replaces it".formatted(RotatingAccount.NEW));
        }
    }

    @Test
    void lettingNodesJoinStartsWithTheEntryOfAnEarlierRole() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.instance("eu-west-1", "kubernetes.io/cluster/shop", "owned");
            cluster(account);
            recreate(account);
            account.after(
                    "mallory", iam -> AccountUnderTest.remove(iam, RotatingAccount.OLD, "web"));

            JsonNode before =
                    account.ask("{\"start\": {\"profile\": \"prod-web\", \"role\": \"web\"}}");

            JsonNode step = joining(before);
            assertThat(step.path("state").asText()).isEqualTo("by-hand");
            assertThat(step.path("why").asText())
                    .contains("an access entry of an earlier role web")
                    .contains("./guard mend web");
            assertThat(commandsOf(step))
                    .extracting(each -> each.split(" ", 4)[2])
                    .containsExactly(
                            "describe-access-entry",
                            "list-associated-access-policies",
                            "delete-access-entry",
                            "create-access-entry");

            eks(account, "DeleteAccessEntry", ENTRY);
            eks(account, "CreateAccessEntry", ENTRY);

            JsonNode after = account.ask("{\"status\": {\"profile\": \"prod-web\"}}");
            assertThat(joining(after).path("state").asText()).isEqualTo("done");
            assertThat(titles(account.ask(MEND))).noneMatch(each -> each.contains("access entry"));
        }
    }

    private static final String ROLE = "arn:aws:iam::123456789012:role/web";
    private static final Map<String, Object> ENTRY =
            Map.of("name", "shop", "principalArn", ROLE, "type", "EC2_LINUX");

    private static JsonNode joining(JsonNode response) {
        for (JsonNode step : response.path("steps")) {
            if (step.path("step").asText().startsWith("Let nodes with role web join")) {
                return step;
            }
        }
        throw new AssertionError("No step for access: " + response);
    }

    /// The cluster `shop` with an access entry of role `web`.
    private static void cluster(RotatingAccount account) {
        account.as("owner")
                .createRole(r ->
                        r.roleName("eks")
                                .assumeRolePolicyDocument(
                                        AccountUnderTest.trust("eks.amazonaws.com")));
        eks(
                account,
                "CreateCluster",
                Map.of(
                        "name",
                        "shop",
                        "roleArn",
                        "arn:aws:iam::123456789012:role/eks",
                        "accessConfig",
                        Map.of("authenticationMode", "API"),
                        "resourcesVpcConfig",
                        Map.of()));
        eks(account, "CreateAccessEntry", ENTRY);
    }

    private static void eks(RotatingAccount account, String operation, Map<String, Object> input) {
        account.sandbox().eks().call(RotatingAccount.owner("eu-west-1"), operation, input);
    }

    private static String roleId(RotatingAccount account) {
        return account.as("owner").getRole(r -> r.roleName("web")).role().roleId();
    }

    private static void adopt(RotatingAccount account) {
        account.sandbox()
                .lambda()
                .invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"prod-web\"}}");
    }

    private static String mend(String former, String... places) {
        return "{\"mend\": {\"role\": \"web\", \"formerId\": \"%s\", \"policies\": [\"%s\"]}}"
                .formatted(former, String.join("\", \"", places));
    }

    private static List<String> commandsOf(JsonNode step) {
        List<String> commands = new ArrayList<>();
        step.path("commands").forEach(each -> commands.add(each.asText()));
        return commands;
    }

    private static List<String> titles(JsonNode response) {
        List<String> titles = new ArrayList<>();
        response.path("steps").forEach(each -> titles.add(each.path("step").asText()));
        return titles;
    }

    private static List<String> unknown(JsonNode response) {
        List<String> unknown = new ArrayList<>();
        response.path("unknown").forEach(each -> unknown.add(each.asText()));
        return unknown;
    }

    private static void recreateWithItsProfile(RotatingAccount account) {
        account.sandbox().advance(Duration.ofMinutes(10));
        account.withoutEvents(
                "mallory",
                iam -> {
                    AccountUnderTest.remove(iam, RotatingAccount.OLD, "web");
                    iam.deleteInstanceProfile(r -> r.instanceProfileName(RotatingAccount.OLD));
                    iam.deleteRole(r -> r.roleName("web"));
                    AccountUnderTest.createRole(iam, "web");
                    AccountUnderTest.createProfile(iam, RotatingAccount.OLD);
                    AccountUnderTest.add(iam, RotatingAccount.OLD, "web");
                });
    }

    private static void recreate(RotatingAccount account) {
        account.sandbox().advance(Duration.ofMinutes(10));
        account.withoutEvents(
                "mallory",
                iam -> {
                    AccountUnderTest.remove(iam, RotatingAccount.OLD, "web");
                    iam.deleteRole(r -> r.roleName("web"));
                    AccountUnderTest.createRole(iam, "web");
                    AccountUnderTest.add(iam, RotatingAccount.OLD, "web");
                });
    }

    private static String trusting(String role) {
        return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Principal": {"AWS": "arn:aws:iam::123456789012:role/%s"}, "Action": "sts:AssumeRole"}]}\
        """
                .formatted(role);
    }
}
