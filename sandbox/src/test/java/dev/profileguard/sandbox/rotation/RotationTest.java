package dev.profileguard.sandbox.rotation;

import static dev.profileguard.sandbox.rotation.RotatingAccount.FINISH;
import static dev.profileguard.sandbox.rotation.RotatingAccount.NEW;
import static dev.profileguard.sandbox.rotation.RotatingAccount.OLD;
import static dev.profileguard.sandbox.rotation.RotatingAccount.commands;
import static dev.profileguard.sandbox.rotation.RotatingAccount.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.AccountUnderTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Tag;

class RotationTest {
    @Test
    void makesTheNewProfileLikeTheOldOneGuardedFromBirth() {
        try (RotatingAccount account = RotatingAccount.with()) {
            JsonNode response = account.ask(START);

            InstanceProfile made = account.profile(NEW);
            assertThat(made).isNotNull();
            assertThat(made.path()).isEqualTo("/team/");
            assertThat(made.tags()).contains(tag("Team", "shop"), tag("profile-guard", "locked"));
            assertThat(account.roleIn(NEW)).isEqualTo("web-v2");
            assertThat(response.path("to").asText()).isEqualTo(NEW);

            account.after("mallory", iam -> AccountUnderTest.remove(iam, NEW, "web-v2"));
            assertThat(account.roleIn(NEW)).isEqualTo("web-v2");
        }
    }

    @Test
    void stopsBeforeTheNextActionWhenAllWritesArePaused() {
        try (RotatingAccount account = RotatingAccount.with()) {
            List<String> instances =
                    List.of(account.instance("us-east-1"), account.instance("eu-west-1"));
            account.sandbox().lambda().invoke("ProfileGuard", PAUSE);

            JsonNode paused = account.ask(RotatingAccount.START_AND_DO);

            assertThat(account.profile(NEW)).isNull();
            assertThat(instances).allMatch(each -> account.profileOf(each).equals(OLD));
            assertThat(paused.toString()).contains("All writes are paused until", "incident 1234");

            account.sandbox().advance(Duration.ofMinutes(61));
            account.rotate();

            assertThat(instances).allMatch(each -> account.profileOf(each).equals(NEW));
        }
    }

    private static final String PAUSE =
            "{\"pause\": {\"minutes\": 60, \"reason\": \"incident 1234\"}}";

    @Test
    void givesInstancesInAllRegionsTheNewProfileAndDeletesTheOldOne() {
        try (RotatingAccount account = RotatingAccount.with()) {
            List<String> instances =
                    List.of(
                            account.instance("us-east-1"),
                            account.instance("eu-west-1"),
                            account.instance("eu-west-1"));

            JsonNode response = account.rotate();

            assertThat(instances).allMatch(each -> account.profileOf(each).equals(NEW));
            assertThat(response.path("performed")).hasSize(3);
            assertThat(response.path("decision").asText()).isEqualTo("rotation-unused");
            assertThat(account.profile(OLD)).isNotNull();
            assertThat(account.finish().path("decision").asText()).isEqualTo("rotation-finished");
            assertThat(account.profile(OLD)).isNull();
            account.sandbox().advance(Duration.ofDays(1));
            assertThat(account.profile(OLD)).as("ProfileGuard does not make it again").isNull();
            assertThat(account.roleIn(NEW)).isEqualTo("web-v2");
            assertThat(account.ask("{\"list\": true}").path("rotations")).isEmpty();
        }
    }

    @Test
    void changesNothingThatIsDoneWhenItIsAskedAgain() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.instance("us-east-1");
            account.rotate();
            account.forget();

            JsonNode again = account.rotate();

            assertThat(again.path("performed")).isEmpty();
            assertThat(account.calls())
                    .doesNotContain("CreateInstanceProfile", "TagInstanceProfile");
            assertThat(account.ec2Calls()).doesNotContain("ReplaceIamInstanceProfileAssociation");
        }
    }

    @Test
    void onlyTellsInModeObserveAndFollowsWhatPeopleDo() {
        try (RotatingAccount account = RotatingAccount.with("RotationMode", "observe")) {
            String instance = account.instance("eu-west-1");

            JsonNode response = account.rotate();

            assertThat(account.profile(NEW)).isNull();
            assertThat(states(response)).containsExactly("by-hand", "later");
            assertThat(response.at("/steps/0/why").asText()).contains("RotationMode is observe");
            assertThat(commands(response).getFirst())
                    .contains("create-instance-profile --instance-profile-name " + NEW)
                    .endsWith(" --path /team/");
            assertThat(commands(response))
                    .containsSequence(
                            "aws iam tag-instance-profile --instance-profile-name "
                                    + NEW
                                    + " --tags Key=Team,Value=shop",
                            "aws iam add-role-to-instance-profile --instance-profile-name "
                                    + NEW
                                    + " --role-name web-v2");

            AccountUnderTest.createProfile(account.as("owner"), NEW);
            AccountUnderTest.add(account.as("owner"), NEW, "web-v2");
            JsonNode next = account.ask("{\"status\": {\"profile\": \"prod-web\"}}");

            assertThat(states(next)).containsExactly("done", "ready");
            String association = account.sandbox().instances().association(instance).id();
            assertThat(commands(next))
                    .containsExactly(
                            "aws ec2 replace-iam-instance-profile-association --region eu-west-1"
                                    + " --association-id "
                                    + association
                                    + " --iam-instance-profile Name="
                                    + NEW);
            account.ec2("eu-west-1").replace(association, NEW);
            JsonNode last = account.finish();
            assertThat(last.path("why").asText())
                    .contains("RotationMode is observe")
                    .endsWith("; aws iam delete-instance-profile --instance-profile-name prod-web");
            assertThat(account.profile(OLD)).isNotNull();
            AccountUnderTest.remove(account.as("owner"), OLD, "web");
            account.as("owner").deleteInstanceProfile(r -> r.instanceProfileName(OLD));
            assertThat(account.ask(FINISH).path("decision").asText())
                    .isEqualTo("rotation-finished");
        }
    }

    @Test
    void endsInModeObserveAlsoWhereTheOldProfileStillHasABaseline() {
        try (RotatingAccount account = RotatingAccount.with("RotationMode", "observe")) {
            account.rotate();
            account.withoutEvents(
                    "owner",
                    iam -> {
                        AccountUnderTest.createProfile(iam, NEW);
                        AccountUnderTest.add(iam, NEW, "web-v2");
                        AccountUnderTest.remove(iam, OLD, "web");
                        iam.deleteInstanceProfile(r -> r.instanceProfileName(OLD));
                    });

            assertThat(account.finish().path("decision").asText()).isEqualTo("rotation-finished");
            assertThat(account.ask("{\"list\": true}").path("rotations")).isEmpty();
        }
    }

    @Test
    void keepsAProfileThatSomethingUses() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.instance("ap-south-1");

            JsonNode response = account.finish();

            assertThat(response.path("decision").asText()).isEqualTo("rotation-open");
            assertThat(response.path("why").asText()).contains("still used by: 1 instance");
            assertThat(account.roleIn(OLD)).isEqualTo("web");
        }
    }

    @Test
    void keepsAProfileWhoseUseIsNotKnown() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.sandbox().faults().set("ec2", "eu-west-3:denied");

            JsonNode response = account.finish();

            assertThat(response.path("why").asText()).contains("not known").contains("eu-west-3");
            assertThat(account.profile(OLD)).isNotNull();
        }
    }

    @Test
    void deletesTheOldProfileOnlyIfNothingUsedItForAWhile() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();

            JsonNode first = account.ask(FINISH);
            account.sandbox().advance(Duration.ofMinutes(1));
            String late = account.instance("us-west-2");
            JsonNode second = account.ask(FINISH);
            account.ec2("us-west-2").terminate(late);
            account.sandbox().advance(Duration.ofMinutes(10));
            JsonNode third = account.ask(FINISH);

            assertThat(first.path("decision").asText()).isEqualTo("rotation-unused");
            assertThat(second.path("decision").asText()).isEqualTo("rotation-open");
            assertThat(third.path("decision").asText()).isEqualTo("rotation-unused");
            assertThat(account.profile(OLD)).isNotNull();
        }
    }

    @Test
    void deletesTheNewProfileWhenItIsCancelled() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.ask(START);
            account.ask(CANCEL);
            account.sandbox().advance(Duration.ofMinutes(3));

            JsonNode response = account.ask(CANCEL);

            assertThat(response.path("decision").asText()).isEqualTo("rotation-cancelled");
            assertThat(account.profile(NEW)).isNull();
            assertThat(account.roleIn(OLD)).isEqualTo("web");
            account.sandbox().advance(Duration.ofDays(1));
            assertThat(account.profile(NEW)).isNull();
        }
    }

    @Test
    void keepsANewProfileThatSomethingUsesWhenItIsCancelled() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String instance = account.instance("us-east-1");
            account.rotate();
            account.ask(CANCEL);
            account.sandbox().advance(Duration.ofMinutes(3));

            JsonNode response = account.ask(CANCEL);

            assertThat(response.path("decision").asText()).isEqualTo("rotation-open");
            assertThat(account.profileOf(instance)).isEqualTo(NEW);
            assertThat(account.roleIn(NEW)).isEqualTo("web-v2");
        }
    }

    @Test
    void putsNoRoleIntoAProfileThatNobodyAllowed() {
        try (RotatingAccount account = RotatingAccount.with("RotationRoles", "")) {
            JsonNode response = account.rotate();

            assertThat(account.profile(NEW)).isNull();
            assertThat(response.at("/steps/0/why").asText())
                    .contains("RotationRoles does not contain role web-v2");
        }
    }

    @Test
    void maySetTheRecordedRoleWithoutAnySetting() {
        try (RotatingAccount account = RotatingAccount.with("RotationRoles", "")) {
            account.ask("{\"start\": {\"profile\": \"prod-web\"}}");

            assertThat(account.roleIn(NEW)).isEqualTo("web");
        }
    }

    @Test
    void leavesInstancesOfGkeToGooglesTools() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String node = account.instance("us-east-1", "gke:multicloud:cluster-id", "c1");

            JsonNode response =
                    account.ask(
                            """
                            {"start": {"profile": "prod-web", "role": "web-v2", "do": true, "for": [
                             {"gkeCluster": "prod", "location": "us-west1"},
                             {"gkeCluster": "prod", "gkeNodePool": "np", "location": "us-west1"}]}}\
                            """);

            assertThat(account.profileOf(node)).isEqualTo(OLD);
            assertThat(commands(response))
                    .containsExactly(
                            "gcloud container aws clusters update prod --location=us-west1"
                                    + " --iam-instance-profile="
                                    + NEW,
                            "gcloud container aws node-pools update np --cluster=prod"
                                    + " --location=us-west1 --iam-instance-profile="
                                    + NEW);
            assertThat(response.at("/steps/1/why").asText()).contains("2027-03-17");
        }
    }

    @Test
    void leavesNodesOfAClusterThatDoesNotKnowTheRole() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String node = account.instance("us-east-1", "kubernetes.io/cluster/shop", "owned");

            JsonNode response = account.rotate();

            assertThat(account.profileOf(node)).isEqualTo(OLD);
            assertThat(commands(response))
                    .anyMatch(each -> each.startsWith("aws eks create-access-entry"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "shop.k8s.example.com", ""})
    void printsNoCommandWithAClusterNameThatEksDoesNotAllow(String cluster) {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.instance("us-east-1", "kubernetes.io/cluster/" + cluster, "owned");

            JsonNode response = account.rotate();

            assertThat(states(response)).containsExactly("done", "by-hand", "by-hand");
            assertThat(commands(response))
                    .hasSize(1)
                    .allMatch(each -> each.startsWith("aws ec2 replace-iam-instance-profile"));
        }
    }

    @Test
    void isAFindingUntilItIsOver() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.ask(START);

            assertThat(account.finding("rotation-unfinished").get("subject"))
                    .isEqualTo("instance-profile/prod-web");
        }
    }

    @Test
    void doesNotStartAnotherRotationOfTheSameProfile() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.ask(START);

            JsonNode other =
                    account.ask("{\"start\": {\"profile\": \"prod-web\", \"role\": \"web\"}}");
            JsonNode chained = account.ask("{\"start\": {\"profile\": \"" + NEW + "\"}}");

            assertThat(other.path("errorMessage").asText()).contains("already being replaced");
            assertThat(chained.path("errorMessage").asText())
                    .contains("is the new profile of the rotation of prod-web");
        }
    }

    @Test
    void takesNoNameThatAnotherRotationTakes() {
        try (RotatingAccount account = RotatingAccount.with("RotationMode", "observe")) {
            AccountUnderTest.createProfile(account.as("owner"), "prod-web-20250101");
            AccountUnderTest.createProfile(account.as("owner"), "prod-api");
            account.ask(START);

            JsonNode other =
                    account.ask(
                            "{\"start\": {\"profile\": \"prod-web-20250101\", \"role\": \"web\"}}");
            JsonNode named =
                    account.ask(
                            "{\"start\": {\"profile\": \"prod-api\", \"role\": \"web\", \"to\": \""
                                    + NEW
                                    + "\"}}");

            assertThat(other.path("to").asText()).isEqualTo(NEW + "-2");
            assertThat(named.path("errorMessage").asText()).contains("another rotation makes it");
        }
    }

    @Test
    void refusesWhatCannotBeReplaced() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.as("owner")
                    .createRole(r ->
                            r.roleName("lambda")
                                    .assumeRolePolicyDocument(
                                            AccountUnderTest.trust("lambda.amazonaws.com")));

            assertThat(error(account, "{\"start\": {\"profile\": \"gone\"}}"))
                    .contains("There is no instance profile gone");
            assertThat(error(account, start("role", "gone"))).contains("There is no role gone");
            assertThat(error(account, start("role", "lambda")))
                    .contains("EC2 cannot assume role lambda");
            assertThat(error(account, start("to", "prod-web"))).contains("already");
            assertThat(error(account, start("to", "PROD-WEB"))).contains("already");
            assertThat(error(account, "{\"finish\": {\"profile\": \"prod-web\"}}"))
                    .contains("prod-web is not being replaced. No rotation is open");
            assertThat(error(account, "{\"list\": false}")).contains("list must be true");
            assertThat(error(account, start("do", "yes"))).contains("start.do must be");
            assertThat(account.ask("{\"list\": true}").path("rotations")).isEmpty();
        }
    }

    @Test
    void showsWhatUsesAProfileAlsoWhenItIsOff() {
        try (RotatingAccount account = RotatingAccount.with("RotationMode", "off")) {
            String instance = account.instance("eu-central-1");

            JsonNode usage = account.ask("{\"usage\": {\"profile\": \"prod-web\"}}");

            assertThat(usage.path("why").asText()).isEqualTo("prod-web is used by: 1 instance");
            assertThat(usage.at("/instances/0/instance").asText()).isEqualTo(instance);
            assertThat(usage.at("/instances/0/region").asText()).isEqualTo("eu-central-1");
            assertThat(error(account, START)).contains("RotationMode is off");
        }
    }

    private static final String START =
            "{\"start\": {\"profile\": \"prod-web\", \"role\": \"web-v2\"}}";
    private static final String CANCEL = "{\"cancel\": {\"profile\": \"prod-web\"}}";

    private static String error(RotatingAccount account, String request) {
        return account.ask(request).path("errorMessage").asText();
    }

    private static String start(String field, String value) {
        return "{\"start\": {\"profile\": \"prod-web\", \"%s\": \"%s\"}}".formatted(field, value);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
