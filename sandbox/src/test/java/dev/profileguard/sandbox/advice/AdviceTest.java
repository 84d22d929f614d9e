package dev.profileguard.sandbox.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.fleet.FleetRequest;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.sandbox.aws.ec2.query.FleetQuery;
import dev.profileguard.sandbox.aws.notify.Notification;
import dev.profileguard.sandbox.timeline.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// FailureAdvisor on real refused calls, with its own permissions only.
class AdviceTest {
    /// The first event of a burst comes again after the visibility timeout of its queue.
    private static final Duration EXPLAINED = Duration.ofMinutes(7);

    private static final String POLICY =
            """
            {"Version": "2012-10-17",
             "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}\
            """;

    private final Account account = new Account();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void explainsALaunchThatNamesARoleWithoutProfileByThreeReads() {
        AccountUnderTest.createRole(account.as("alice"), "web");
        account.forget();

        launchRefused("web");
        account.sandbox().advance(EXPLAINED);

        assertThat(account.mails())
                .containsExactly("[WARNING] launch-failed: instance-profile/web");
        assertThat(account.calls())
                .containsExactly("GetInstanceProfile", "GetRole", "ListInstanceProfilesForRole");
        assertThat(todo("launch-failed").getFirst())
                .startsWith("aws iam create-instance-profile --instance-profile-name web; ");
    }

    /// The call succeeds, and its response says why nothing started.
    @Test
    void explainsAnInstantFleetThatStartedNothing() {
        FleetQuery fleets = account.sandbox().ec2().fleets();
        Origin alice = Sandbox.origin(Sandbox.user("alice"), "us-east-1");
        fleets.templates()
                .create(alice, "web-lt", TemplateData.with(ProfileReference.named("web")));
        account.forget();

        fleets.fleets()
                .create(
                        alice,
                        new FleetRequest(
                                "instant",
                                1,
                                false,
                                List.of(
                                        new FleetRequest.Pool(
                                                TemplateReference.named("web-lt"), List.of()))),
                        false);
        account.sandbox().settle();
        account.sandbox().advance(EXPLAINED);

        assertThat(account.mails())
                .containsExactly("[WARNING] launch-failed: instance-profile/web");
    }

    @Test
    void reportsNothingIfTheLaunchSucceededLater() {
        AccountUnderTest.createRole(account.as("alice"), "web");
        launchRefused("web");
        AccountUnderTest.createProfile(account.as("alice"), "web");
        AccountUnderTest.add(account.as("alice"), "web", "web");
        account.sandbox().advance(Duration.ofSeconds(20));
        ec2().runInstances("web");

        account.sandbox().advance(EXPLAINED);

        assertThat(account.mails()).isEmpty();
        assertThat(account.decisions()).anyMatch(each -> each.contains("succeeded-later"));
    }

    @Test
    void saysThatTheProfileExistsNowIfNobodyTriedAgain() {
        AccountUnderTest.createRole(account.as("alice"), "web");
        launchRefused("web");
        AccountUnderTest.createProfile(account.as("alice"), "web");
        AccountUnderTest.add(account.as("alice"), "web", "web");

        account.sandbox().advance(EXPLAINED);

        assertThat(String.valueOf(account.finding("launch-failed").get("cause")))
                .contains("The instance profile web exists now, with its role");
    }

    @Test
    void namesEverythingThatBlocksADeletion() {
        blockedRole();

        refusedDeletion();
        account.sandbox().advance(EXPLAINED);

        assertThat(todo("delete-blocked")).hasSize(6);
        assertThat(todo("delete-blocked").get(2))
                .isEqualTo(
                        "3. aws iam detach-role-policy --role-name web --policy-arn"
                                + " arn:aws:iam::aws:policy/ReadOnlyAccess");
        assertThat(todo("delete-blocked").get(3))
                .isEqualTo("4. aws iam delete-role-policy --role-name web --policy-name own");
    }

    @Test
    void theCommandsOfADeletionWork() {
        blockedRole();
        refusedDeletion();
        account.sandbox().advance(EXPLAINED);
        List<String> todo = todo("delete-blocked");
        String association = todo.getFirst().replaceAll(".*--association-id (\\S+)", "$1");

        ec2().disassociate(association);
        AccountUnderTest.remove(account.as("alice"), "web", "web");
        account.as("alice").deleteInstanceProfile(r -> r.instanceProfileName("web"));
        account.as("alice")
                .detachRolePolicy(
                        r -> r.roleName("web").policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess"));
        account.as("alice").deleteRolePolicy(r -> r.roleName("web").policyName("own"));
        account.as("alice").deleteRole(r -> r.roleName("web"));

        assertThatThrownBy(() -> account.as("alice").getRole(r -> r.roleName("web")))
                .isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void namesTheCurrentAssociationInTheRegionOfTheCall() {
        AccountUnderTest.createRole(account.as("alice"), "web");
        AccountUnderTest.createProfile(account.as("alice"), "web");
        AccountUnderTest.add(account.as("alice"), "web", "web");
        String instance = ec2().runInstance();
        String first = ec2().associate(instance, "web");
        String second = ec2().replace(first, "web");
        account.forget();

        assertThatThrownBy(() -> ec2().disassociate(first)).hasMessageContaining(first);
        account.sandbox().advance(EXPLAINED);

        assertThat(account.mails())
                .containsExactly("[WARNING] association-failed: association/" + first);
        assertThat(todo("association-failed").getFirst()).contains(second);
    }

    @Test
    void oneFindingForABurstWithACount() {
        for (int i = 0; i < 30; i++) {
            attachToNothing("controller");
            account.sandbox().advance(Duration.ofMinutes(1));
        }

        assertThat(account.mails()).containsExactly("[INFO] call-failed: role/nowhere");
        assertThat(String.valueOf(account.finding("call-failed").get("cause")))
                .containsPattern("failed [5-9] times from");
    }

    @Test
    void anotherActorIsAnotherFinding() {
        attachToNothing("controller");
        attachToNothing("bob");

        account.sandbox().advance(EXPLAINED);

        assertThat(account.mails()).hasSize(2);
    }

    @Test
    void anEventThatArrivesTwiceCountsOnce() throws IOException {
        String event = event("role-not-untagged");
        account.sandbox().bus().put(BusEvent.of(event));
        account.sandbox().bus().put(BusEvent.of(event));

        account.sandbox().advance(EXPLAINED);
        account.sandbox().bus().put(BusEvent.of(event));
        account.sandbox().advance(EXPLAINED);

        assertThat(account.mails()).hasSize(1);
        assertThat(String.valueOf(account.finding("call-failed").get("cause")))
                .doesNotContain("times");
    }

    @Test
    void whereverItIsKilledItEndsInOneFindingWithTheSameCount() {
        List<String> calls = killed(Integer.MAX_VALUE, 1);

        assertThat(calls)
                .containsSubsequence("GetItem", "PutItem", "GetItem", "GetRole", "PutItem");
        for (int i = 0; i < calls.size(); i++) {
            // the call that records the delivery follows the delivery
            killed(i, i == calls.size() - 1 ? 2 : 1);
        }
    }

    @Test
    void explainsCallsOfOtherRegionsThatAreForwardedToTheBus() throws IOException {
        account.sandbox().bus().put(BusEvent.of(event("association-exists")));
        account.sandbox().bus().put(BusEvent.of(event("node-group-refused")));
        account.sandbox().bus().put(BusEvent.of(event("chained-session-too-long")));

        account.sandbox().advance(EXPLAINED);

        assertThat(account.mails())
                .containsExactlyInAnyOrder(
                        "[WARNING] association-failed: instance-profile/prod-web",
                        "[WARNING] launch-failed: role/intruder",
                        "[WARNING] session-too-long: role/web");
        assertThat(account.ec2Calls())
                .containsOnly("DescribeRegions", "DescribeIamInstanceProfileAssociations");
        assertThat(String.valueOf(account.finding("session-too-long").get("cause")))
                .contains("A session of role ci assumes", "The chain: ");
    }

    @Test
    void showsTheFailedCallsOfADayAlsoThoseWhoseEventsWereLost() throws IOException {
        account.sandbox().faults().set("lose", "1");
        attachToNothing("controller");
        attachToNothing("controller");
        account.sandbox().faults().set("lose", "0");

        Map<String, Object> answer =
                JSON.std.mapFrom(
                        account.sandbox()
                                .lambda()
                                .invoke("FailureAdvisor", "{\"failures\": {\"hours\": 24}}")
                                .payload());

        assertThat(answer).containsEntry("decision", "shown").containsEntry("leftOut", List.of());
        Map<?, ?> group =
                (Map<?, ?>) ((List<?>) Objects.requireNonNull(answer.get("failures"))).getFirst();
        assertThat(group.get("count")).isEqualTo(2);
        assertThat(group.get("why")).isEqualTo("There is no role nowhere");
        assertThat(group.get("actor")).isEqualTo("arn:aws:iam::123456789012:user/controller");
        assertThat(account.mails()).isEmpty();
    }

    @Test
    void changesNothing() {
        blockedRole();
        refusedDeletion();
        launchRefused("nowhere");
        attachToNothing("bob");
        account.sandbox().advance(EXPLAINED);

        assertThat(account.calls())
                .isNotEmpty()
                .allMatch(call -> call.startsWith("Get") || call.startsWith("List"));
    }

    @Test
    void offExplainsNothing() {
        try (Account off = new Account("AdviceMode", "off")) {
            assertThatThrownBy(() -> off.as("bob").deleteRole(r -> r.roleName("nowhere")))
                    .isInstanceOf(NoSuchEntityException.class);
            off.sandbox().advance(EXPLAINED);

            assertThat(off.calls()).isEmpty();
            assertThat(off.mails()).isEmpty();
        }
    }

    private List<String> killed(int at, int mails) {
        try (Account killed = new Account()) {
            List<String> calls = new ArrayList<>();
            killed.killAt(at, calls);
            assertThatThrownBy(() -> killed.as("bob").deleteRole(r -> r.roleName("nowhere")))
                    .isInstanceOf(NoSuchEntityException.class);
            killed.sandbox().advance(Duration.ofMinutes(30));

            String where = "killed at call %d of %s".formatted(at, calls);
            assertThat(killed.mails())
                    .as(where)
                    .hasSize(mails)
                    .allMatch("[INFO] call-failed: role/nowhere"::equals);
            assertThat(String.valueOf(killed.finding("call-failed").get("cause")))
                    .as(where)
                    .doesNotContain("times");
            return calls;
        }
    }

    private void blockedRole() {
        AccountUnderTest.createRole(account.as("alice"), "web");
        AccountUnderTest.createProfile(account.as("alice"), "web");
        AccountUnderTest.add(account.as("alice"), "web", "web");
        account.as("alice")
                .attachRolePolicy(
                        r -> r.roleName("web").policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess"));
        account.as("alice")
                .putRolePolicy(r -> r.roleName("web").policyName("own").policyDocument(POLICY));
        ec2().associate(ec2().runInstance(), "web");
        account.forget();
    }

    private void refusedDeletion() {
        assertThatThrownBy(() -> account.as("alice").deleteRole(r -> r.roleName("web")))
                .isInstanceOf(DeleteConflictException.class);
    }

    private void attachToNothing(String user) {
        assertThatThrownBy(() ->
                        account.as(user)
                                .attachRolePolicy(r ->
                                        r.roleName("nowhere")
                                                .policyArn(
                                                        "arn:aws:iam::aws:policy/ReadOnlyAccess")))
                .isInstanceOf(NoSuchEntityException.class);
    }

    private void launchRefused(String profile) {
        assertThatThrownBy(() -> ec2().runInstances(profile))
                .hasMessageContaining("Invalid IAM Instance Profile name");
    }

    private ComputeClient ec2() {
        return account.sandbox().ec2(Sandbox.user("alice"));
    }

    @SuppressWarnings("unchecked") // the schema of findings
    private List<String> todo(String kind) {
        return (List<String>) Objects.requireNonNull(account.finding(kind).get("todo"));
    }

    private static String event(String file) throws IOException {
        Instant start = Instant.parse("2026-01-05T09:00:00Z");
        return Files.readString(Path.of("../events/FailureAdvisor/%s.json".formatted(file)))
                .replace("2026-01-15T09:30:00Z", start.toString());
    }

    /// An empty account in which only FailureAdvisor is on, and sends its findings.
    private static final class Account extends AccountUnderTest {
        private int left = Integer.MAX_VALUE;

        Account(String... parameters) {
            super(
                    "FailureAdvisor",
                    Map.of(
                            "GuardMode", "off",
                            "ProvisionMode", "off",
                            "TagMode", "off",
                            "SweepMode", "off",
                            "CanaryMinutes", "off",
                            "FindingsTopic", "arn:aws:sns:us-east-1:123456789012:alerts"),
                    parameters);
        }

        /// The subjects of the mails, in order.
        List<String> mails() {
            return sandbox().notifications().messages().stream()
                    .map(Notification::subject)
                    .toList();
        }

        List<String> decisions() {
            return entries().stream()
                    .filter(entry -> entry.kind() == Entry.Kind.INVOCATION)
                    .map(Entry::toString)
                    .toList();
        }

        /// Kills the function, once, when it is about to make a call.
        void killAt(int at, List<String> seen) {
            left = at;
            sandbox().database().observer(call -> call(call, seen));
            sandbox()
                    .account()
                    .gate(call -> {
                        if (call.caller().arn().contains("FailureAdvisor")) {
                            call(call.operation(), seen);
                        }
                    });
        }

        private void call(String operation, List<String> seen) {
            seen.add(operation);
            if (left-- == 0) {
                throw new Killed();
            }
        }
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
