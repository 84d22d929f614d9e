package dev.profileguard.sandbox.rotation;

import static dev.profileguard.sandbox.rotation.RotatingAccount.FINISH;
import static dev.profileguard.sandbox.rotation.RotatingAccount.NEW;
import static dev.profileguard.sandbox.rotation.RotatingAccount.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a rotation ends where somebody, or IAM, comes between.
class RotationEndTest {
    @Test
    void endsWithoutADeletionWhereTheOldProfileWasCreatedAgain() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.recreate("mallory", "web");
            Baseline recorded = account.record(OLD).baseline();
            String id = account.profile(OLD).instanceProfileId();

            JsonNode response = account.ask(FINISH);

            assertThat(response.path("decision").asText()).isEqualTo("rotation-finished");
            assertThat(response.path("why").asText())
                    .isEqualTo(
                            "prod-web was deleted and created again since the rotation started"
                                    + " (%s): it is another profile, and is left alone. The"
                                            .formatted(id)
                                    + " rotation is over");
            assertThat(account.roleIn(OLD)).isEqualTo("web");
            assertThat(account.record(OLD).baseline()).isNotNull().isEqualTo(recorded);
            assertIsOver(account);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DeleteInstanceProfile", "RemoveRoleFromInstanceProfile"})
    void takesItsReleaseBackWhereIamRefusesTheDeletion(String operation) {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.deny(operation, 1);

            JsonNode response = account.finish();

            assertThat(response.path("decision").asText()).isEqualTo("rotation-stopped");
            assertThat(response.path("why").asText())
                    .contains("IAM refused to", "iam:" + operation);
            assertThat(account.record(OLD).isReleasedAt(now(account))).isFalse();
            account.sandbox().advance(Duration.ofMinutes(30));
            account.sweep();
            account.sandbox().advance(Duration.ofMinutes(30));
            account.sweep();
            assertThat(account.roleIn(OLD)).as("what ProfileGuard restored").isEqualTo("web");
            assertThat(account.ask(FINISH).path("decision").asText())
                    .isEqualTo("rotation-finished");
            assertThat(account.profile(OLD)).isNull();
            assertStaysDeleted(account);
        }
    }

    @Test
    void givesTheReleaseOfAPersonBack() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.deny("DeleteInstanceProfile", 1);
            account.sandbox()
                    .lambda()
                    .invoke(
                            "ProfileGuard",
                            "{\"release\": {\"profile\": \"prod-web\", \"minutes\": 120,"
                                    + " \"reason\": \"maintenance\"}}");
            Release release = account.record(OLD).release();

            account.finish();

            assertThat(release).isNotNull();
            assertThat(account.record(OLD).release()).isEqualTo(release);
        }
    }

    @Test
    void leavesADeletionBySomebodyElseToProfileGuard() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.withoutEvents("mallory", RotatingAccount::deleteOld);

            JsonNode response = account.finish();

            assertThat(response.path("decision").asText()).isEqualTo("rotation-finished");
            assertThat(account.record(OLD).baseline()).isNotNull();
            assertIsOver(account);
            account.sweep();
            account.sandbox().advance(Duration.ofHours(1));
            assertThat(account.roleIn(OLD)).isEqualTo("web");
        }
    }

    /// A release that is left from an earlier rotation says nothing about who deleted it.
    @Test
    void doesNotTakeADeletionForItsOwnBecauseOfAnEarlierRotation() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            killBefore(account, "RemoveRoleFromInstanceProfile");
            cancel(account);
            account.sandbox().advance(Duration.ofDays(1));
            account.rotate();
            account.withoutEvents("mallory", RotatingAccount::deleteOld);

            account.finish();

            assertThat(account.record(OLD).baseline()).isNotNull();
        }
    }

    @Test
    void finishesADeletionThatWasKilledBeforeTheBaselineWasCleared() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            killAfter(account, "DeleteInstanceProfile");

            assertThat(account.profile(OLD)).isNull();
            assertThat(account.ask(FINISH).path("decision").asText())
                    .isEqualTo("rotation-finished");
            assertThat(account.record(OLD).baseline()).isNull();
            assertStaysDeleted(account);
        }
    }

    @Test
    void guardsTheOldProfileAgainAfterADeletionThatWasKilledBefore() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            killBefore(account, "RemoveRoleFromInstanceProfile");
            assertThat(account.record(OLD).isReleasedAt(now(account))).isTrue();

            account.sandbox().advance(Duration.ofMinutes(16));
            account.after("mallory", iam -> AccountUnderTest.remove(iam, OLD, "web"));

            assertThat(account.roleIn(OLD)).isEqualTo("web");
        }
    }

    @Test
    void cancelsWhereTheNewProfileWasNeverMade() {
        try (RotatingAccount account = RotatingAccount.with("RotationMode", "observe")) {
            account.rotate();

            JsonNode response = cancel(account);

            assertThat(response.path("decision").asText()).isEqualTo("rotation-cancelled");
            assertIsOver(account);
            assertThat(account.roleIn(OLD)).isEqualTo("web");
        }
    }

    @Test
    void deletesTheNewProfileAlsoWhereItWasKilledBeforeItKnewItsId() {
        try (RotatingAccount account = RotatingAccount.with()) {
            killAt(account, "AddRoleToInstanceProfile", RotatingAccount.START_AND_DO);
            assertThat(account.roleIn(NEW)).isEqualTo("none");

            JsonNode response = cancel(account);

            assertThat(response.path("decision").asText()).isEqualTo("rotation-cancelled");
            assertThat(account.profile(NEW)).isNull();
            assertIsOver(account);
        }
    }

    @Test
    void leavesTheNewProfileThatAPersonMadeToPeople() {
        try (RotatingAccount account = RotatingAccount.with("RotationRoles", "")) {
            account.rotate();
            makeNew(account, "web-v2");
            account.ask("{\"status\": {\"profile\": \"prod-web\"}}");

            JsonNode response = cancel(account);

            assertThat(response.path("decision").asText()).isEqualTo("rotation-unused");
            assertThat(response.path("why").asText())
                    .contains(
                            "The rotation did not make it",
                            "aws iam delete-instance-profile --instance-profile-name " + NEW);
            assertThat(account.roleIn(NEW)).isEqualTo("web-v2");
            account.after(
                    "owner",
                    iam -> {
                        AccountUnderTest.remove(iam, NEW, "web-v2");
                        iam.deleteInstanceProfile(r -> r.instanceProfileName(NEW));
                    });
            assertThat(account.ask(CANCEL).path("decision").asText())
                    .isEqualTo("rotation-cancelled");
            assertIsOver(account);
        }
    }

    /// Nothing was led to it, since it never was the new profile.
    @Test
    void cancelsAtOnceWhereTheProfileOfThatNameIsNotTheNewOne() {
        try (RotatingAccount account = RotatingAccount.with("RotationMode", "observe")) {
            account.rotate();
            makeNew(account, "web");
            account.ec2("us-east-1").runInstances(NEW);

            JsonNode response = account.ask(CANCEL);

            assertThat(response.path("decision").asText()).isEqualTo("rotation-cancelled");
            assertThat(response.path("why").asText()).contains("is left alone");
            assertThat(account.roleIn(NEW)).isEqualTo("web");
            assertIsOver(account);
        }
    }

    @Test
    void leadsBackWhatUsesTheNewProfileOnceItIsCancelled() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String instance = account.instance("us-east-1");
            account.rotate();
            account.ask(CANCEL);

            JsonNode status = account.ask("{\"status\": {\"profile\": \"prod-web\"}}");

            assertThat(status.path("why").asText())
                    .startsWith(
                            "The rotation of prod-web is being cancelled. prod-web-20260105 is"
                                    + " still used by: 1 instance");
            String association = account.sandbox().instances().association(instance).id();
            assertThat(RotatingAccount.commands(status))
                    .containsExactly(
                            "aws ec2 replace-iam-instance-profile-association --region us-east-1"
                                    + " --association-id "
                                    + association
                                    + " --iam-instance-profile Name=prod-web");
            account.ec2("us-east-1").replace(association, OLD);
            assertThat(cancel(account).path("decision").asText()).isEqualTo("rotation-cancelled");
            assertThat(account.profileOf(instance)).isEqualTo(OLD);
        }
    }

    @Test
    void goesForwardAgainAfterItWasCancelled() {
        try (RotatingAccount account = RotatingAccount.with()) {
            String instance = account.instance("us-east-1");
            account.rotate();
            account.ask(CANCEL);

            assertThat(account.rotate().path("decision").asText()).isEqualTo("rotation-unused");
            assertThat(account.profileOf(instance)).isEqualTo(NEW);
            assertThat(account.finish().path("decision").asText()).isEqualTo("rotation-finished");
        }
    }

    @Test
    void endsACancelledRotationWhoseNewProfileIsAnotherOneNow() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.withoutEvents(
                    "owner",
                    iam -> {
                        AccountUnderTest.remove(iam, NEW, "web-v2");
                        iam.deleteInstanceProfile(r -> r.instanceProfileName(NEW));
                        AccountUnderTest.createProfile(iam, NEW);
                    });

            JsonNode response = account.ask(CANCEL);

            assertThat(response.path("decision").asText()).isEqualTo("rotation-cancelled");
            assertThat(account.profile(NEW)).isNotNull();
            assertIsOver(account);
        }
    }

    @Test
    void doesNotEndWhileARegionDoesNotAnswer() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.ask(FINISH);
            account.withoutEvents("owner", RotatingAccount::deleteOld);
            account.sandbox().faults().set("ec2", "eu-west-3:denied");
            account.sandbox().advance(Duration.ofMinutes(3));

            JsonNode denied = account.ask(FINISH);
            account.sandbox().faults().set("ec2", "");

            assertThat(denied.path("decision").asText()).isEqualTo("rotation-open");
            assertThat(denied.path("why").asText()).contains("eu-west-3");
            assertThat(account.ask(FINISH).path("decision").asText())
                    .as("both looks come again")
                    .isEqualTo("rotation-unused");
        }
    }

    @Test
    void twoAtOnceEndItOnce() {
        try (RotatingAccount account = RotatingAccount.with()) {
            account.rotate();
            account.ask(FINISH);
            account.sandbox().advance(Duration.ofMinutes(3));
            AtomicBoolean isFirst = new AtomicBoolean(true);
            account.beforeEach(
                    "RemoveRoleFromInstanceProfile",
                    () -> {
                        if (isFirst.getAndSet(false)) {
                            account.ask(FINISH);
                        }
                    });

            JsonNode outer = account.ask(FINISH);

            assertThat(outer.path("errorMessage").asText())
                    .isEqualTo("The rotation of prod-web was changed meanwhile: ask again");
            assertThat(account.profile(OLD)).isNull();
            assertStaysDeleted(account);
        }
    }

    private static final String CANCEL = "{\"cancel\": {\"profile\": \"prod-web\"}}";

    private static JsonNode cancel(RotatingAccount account) {
        account.ask(CANCEL);
        account.sandbox().advance(Duration.ofMinutes(3));
        return account.ask(CANCEL);
    }

    private static void makeNew(RotatingAccount account, String role) {
        account.after(
                "owner",
                iam -> {
                    AccountUnderTest.createProfile(iam, NEW);
                    AccountUnderTest.add(iam, NEW, role);
                });
    }

    /// Kills the invocation that deletes the old profile.
    private static void killBefore(RotatingAccount account, String operation) {
        account.ask(FINISH);
        account.sandbox().advance(Duration.ofMinutes(3));
        killAt(account, operation, FINISH);
    }

    /// Kills it at the next call after one of this operation.
    private static void killAfter(RotatingAccount account, String operation) {
        account.ask(FINISH);
        account.sandbox().advance(Duration.ofMinutes(3));
        AtomicBoolean isDue = new AtomicBoolean();
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains("ProfileRotation")) {
                        if (isDue.getAndSet(false)) {
                            throw new Killed();
                        }
                        isDue.set(call.operation().equals(operation));
                    }
                });
        assertIsKilled(account, FINISH);
    }

    private static void killAt(RotatingAccount account, String operation, String request) {
        AtomicBoolean isDue = new AtomicBoolean(true);
        account.beforeEach(
                operation,
                () -> {
                    if (isDue.getAndSet(false)) {
                        throw new Killed();
                    }
                });
        assertIsKilled(account, request);
    }

    private static void assertIsKilled(RotatingAccount account, String request) {
        assertThat(account.ask(request).path("errorType").asText())
                .isEqualTo(Killed.class.getName());
        account.sandbox().settle();
    }

    private static Instant now(RotatingAccount account) {
        return account.sandbox().clock().instant();
    }

    private static void assertIsOver(RotatingAccount account) {
        assertThat(account.ask("{\"list\": true}").path("rotations")).isEmpty();
    }

    private static void assertStaysDeleted(RotatingAccount account) {
        assertIsOver(account);
        account.sweep();
        account.sandbox().advance(Duration.ofDays(1));
        assertThat(account.profile(OLD)).isNull();
        assertThat(account.roleIn(NEW)).isEqualTo("web-v2");
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
