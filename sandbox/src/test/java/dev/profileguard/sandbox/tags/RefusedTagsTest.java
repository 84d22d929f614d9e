package dev.profileguard.sandbox.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

/// IAM does not allow TagEnforcer to set a tag: a finding says so and what to do, and the event is
/// not retried.
class RefusedTagsTest {
    @ParameterizedTest
    @CsvSource({"TagRole, role/web", "TagInstanceProfile, instance-profile/web"})
    void isAFindingWithWhatToDo(String operation, String subject) {
        refuse(
                operation,
                IamErrors.accessDenied("with an explicit deny in a service control policy"));

        create();

        assertThat(account.findings()).contains("tags-failed");
        assertThat(account.finding("tags-failed").get("subject")).isEqualTo(subject);
        assertThat(String.valueOf(account.finding("tags-failed").get("todo")))
                .contains("service control policies of the organization allow iam:" + operation);
        nothingIsRetried();
    }

    @Test
    void ofAServiceLinkedRoleSaysToExemptIt() {
        refuse(
                "TagRole",
                IamErrors.of(
                        UnmodifiableEntityException.builder(),
                        "UnmodifiableEntity",
                        400,
                        "Cannot perform the operation on the protected role 'web'"));

        create();

        assertThat(String.valueOf(account.finding("tags-failed").get("todo")))
                .contains("ExemptNames");
        nothingIsRetried();
    }

    private final TaggedAccount account =
            TaggedAccount.with("TagDefaults", "Owner=nobody,CostCenter=100");

    @AfterEach
    void close() {
        account.close();
    }

    private void create() {
        account.after(
                "alice",
                iam -> {
                    TaggedAccount.createRole(iam, "web");
                    TaggedAccount.createProfile(iam, "web");
                });
    }

    private void refuse(String operation, AwsServiceException error) {
        account.beforeEach(
                operation,
                () -> {
                    throw error;
                });
    }

    private void nothingIsRetried() {
        account.sandbox().advance(Duration.ofHours(2));
        assertThat(account.sandbox().queues().messages("TagEnforcerRetries")).isEmpty();
        assertThat(account.sandbox().queues().messages("TagEnforcerFailures")).isEmpty();
    }
}
