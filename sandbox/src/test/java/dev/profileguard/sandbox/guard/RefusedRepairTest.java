package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

/// IAM does not allow ProfileGuard to put the role back: a finding says so and what to do, and the
/// event is not retried.
class RefusedRepairTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not authorized to perform: iam:PassRole on resource: web |"
                        + " Allow iam:PassRole on this role to the function's role",
                "with an explicit deny in a service control policy |"
                        + " Let the service control policies of the organization allow"
            })
    void isAFindingWithWhatToDo(String message, String todo) {
        refuse(IamErrors.accessDenied(message));

        account.after("mallory", iam -> remove(iam, NAME, "web"));

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.findings()).contains("guard-failed");
        assertThat(text("cause")).contains("IAM refused to add role web to prod-web: " + message);
        assertThat(text("todo")).contains(todo, "{\"mode\": \"sweep\", \"names\": [\"prod-web\"]}");
        assertThat(account.finding("guard-failed").get("actor"))
                .isEqualTo("arn:aws:iam::123456789012:user/mallory");
        isNotRetried();
    }

    @Test
    void ofAServiceLinkedRoleSaysToExemptIt() {
        refuse(
                IamErrors.of(
                        UnmodifiableEntityException.builder(),
                        "UnmodifiableEntity",
                        400,
                        "Cannot perform the operation on the protected role 'web'"));

        account.after("mallory", iam -> remove(iam, NAME, "web"));

        assertThat(account.findings()).contains("guard-failed");
        assertThat(text("todo")).contains("ExemptNames");
        isNotRetried();
    }

    @Test
    void isDoneByTheNextSweepOnceThePolicyIsChanged() {
        refuse(IamErrors.accessDenied("with an explicit deny in a service control policy"));
        account.after("mallory", iam -> remove(iam, NAME, "web"));
        account.sandbox().account().gate(call -> {});
        account.later();

        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");

        assertThat(account.role()).isEqualTo("web");
    }

    private final GuardedAccount account = GuardedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    private void refuse(AwsServiceException error) {
        account.beforeEach(
                "AddRoleToInstanceProfile",
                () -> {
                    throw error;
                });
    }

    private void isNotRetried() {
        account.sandbox().advance(Duration.ofHours(2));
        assertThat(account.calls()).containsOnlyOnce("AddRoleToInstanceProfile");
        assertThat(account.sandbox().queues().messages("ProfileGuardRetries")).isEmpty();
        assertThat(account.sandbox().queues().messages("ProfileGuardFailures")).isEmpty();
    }

    private String text(String field) {
        return String.valueOf(account.finding("guard-failed").get(field));
    }
}
