package dev.profileguard.sandbox.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.IamCall;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

/// An intent whose change IAM refused is not reported.
class RefusedTest {
    @Test
    void aDriftIsOneMailAlthoughTheRepairOfItsFirstEventWasRefusedOnce() {
        account = NotifiedAccount.with();
        refuse("ProfileGuard", "RemoveRoleFromInstanceProfile", 1);

        account.after("mallory", NotifiedAccount::swap);
        account.sandbox().advance(Duration.ofMinutes(10));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.mails())
                .containsExactly("[WARNING] role-reverted: instance-profile/prod-web");
    }

    /// Of two problems, the first needs no call, and the second needs two: the finding about it
    /// says what the first call did.
    @Test
    void aRepairWhoseSecondCallIsRefusedIsReportedWithItsFirst() {
        account = NotifiedAccount.with();
        refuse("ProfileGuard", "AddRoleToInstanceProfile", 1_000);

        account.after(
                "mallory",
                iam -> {
                    NotifiedAccount.remove(iam, "web");
                    NotifiedAccount.add(iam, "evil");
                });

        assertThat(account.newMails())
                .anySatisfy(mail ->
                        assertThat(mail.body())
                                .contains("role-reverted", "remove role evil from prod-web: done"));
    }

    @Test
    void aRefusedRepairIsNotReportedWhenSomebodyElseMakesIt() {
        account = NotifiedAccount.with();
        refuse("ProfileGuard", "AddRoleToInstanceProfile", 3);

        account.after("mallory", iam -> NotifiedAccount.remove(iam, "web"));
        account.after("admin", iam -> NotifiedAccount.add(iam, "web"));
        account.sandbox().advance(Duration.ofMinutes(30));
        account.sendHarmlessEvent();

        assertThat(account.mails()).isEmpty();
    }

    @Test
    void aRepairRefusedInEverySweepIsReportedOnce() {
        account = tagged("");
        account.withoutEvents("mallory", iam -> untag(iam));
        account.later();
        refuse("Backfill", "TagInstanceProfile", 4);
        for (int i = 0; i < 4; i++) {
            sweep();
            account.sandbox().advance(Duration.ofHours(6));
        }
        account.withoutEvents("mallory", RefusedTest::tag);
        sweep();

        assertThat(account.mails())
                .containsExactly(
                        "[WARNING] tags-failed: instance-profile/prod-web",
                        "[RESOLVED] tags-failed: instance-profile/prod-web");
        assertThat(refusals).hasValue(0);
    }

    @Test
    void aFollowUpThatSomebodyElseMadeIsNotReported() {
        account = tagged("Owner");
        account.withoutEvents(
                "admin",
                iam -> {
                    untag(iam);
                    iam.untagRole(r -> r.roleName("web").tagKeys("Owner"));
                });
        account.later();
        onCall(
                "Backfill",
                "TagInstanceProfile",
                1,
                call -> {
                    tag(account.as("admin"));
                    throw ConcurrentModificationException.builder()
                            .message("busy")
                            .statusCode(409)
                            .build();
                });
        sweep();
        account.sandbox().advance(Duration.ofHours(1));
        sweep();

        assertThat(refusals).hasValue(0);
        assertThat(account.mails()).noneMatch(mail -> mail.endsWith("instance-profile/prod-web"));
    }

    @Test
    void findingsOfARetirementExpire() {
        account = NotifiedAccount.with("ProvisionMode", "enforce", "GuardMode", "off");
        NotifiedAccount.createRole(account.as("alice"), "batch");
        account.sandbox().settle();
        account.sandbox().advance(Duration.ofMinutes(10));
        account.after("alice", RefusedTest::refusedDeletion);
        account.after("alice", iam -> iam.deleteRole(r -> r.roleName("batch")));
        account.sandbox().advance(Duration.ofMinutes(30));

        assertThat(account.mails()).contains("[WARNING] profile-retired: role/batch");
        assertThat(
                        account.sandbox()
                                .dynamo()
                                .scan(r -> r.tableName("profile-guard-FindingsTable"))
                                .items())
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item).containsKey("expires"));
    }

    private NotifiedAccount account = NotifiedAccount.with();
    private final AtomicInteger refusals = new AtomicInteger();

    @AfterEach
    void close() {
        account.close();
    }

    private static NotifiedAccount tagged(String inherited) {
        return NotifiedAccount.with(
                "GuardMode", "off",
                "TagMode", "enforce",
                "TagDefaults", "Owner=ops",
                "InheritedTags", inherited,
                "TagPolicy",
                        """
                        {"tags": {"owner": {"tag_key": {"@@assign": "Owner"},
                          "report_required_tag_for": {"@@assign": ["iam:ALL_SUPPORTED"]}}}}\
                        """);
    }

    private void sweep() {
        account.sandbox()
                .lambda()
                .invoke("Backfill", "{\"mode\": \"sweep\", \"rules\": [\"tags\"]}");
        account.sandbox().settle();
    }

    /// Refuses the function's next such call, as an SCP does.
    private void refuse(String function, String operation, int times) {
        onCall(
                function,
                operation,
                times,
                call -> {
                    throw IamException.builder().statusCode(403).message("AccessDenied").build();
                });
    }

    private void onCall(String function, String operation, int times, Consumer<IamCall> instead) {
        refusals.set(times);
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.caller().arn().contains(function)
                            && call.operation().equals(operation)
                            && refusals.get() > 0) {
                        refusals.decrementAndGet();
                        instead.accept(call);
                    }
                });
    }

    private static void refusedDeletion(IamClient iam) {
        try {
            iam.deleteRole(r -> r.roleName("batch"));
        } catch (DeleteConflictException expected) {
            assertThat(expected).hasMessageContaining("instance profile");
        }
    }

    private static void untag(IamClient iam) {
        iam.untagInstanceProfile(r -> r.instanceProfileName(NotifiedAccount.NAME).tagKeys("Owner"));
    }

    private static void tag(IamClient iam) {
        iam.tagInstanceProfile(r ->
                r.instanceProfileName(NotifiedAccount.NAME)
                        .tags(Tag.builder().key("Owner").value("ops").build()));
    }
}
