package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

class CallsTest {
    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @Test
    void throwsTheSdksOwnException() {
        NoSuchEntityException refused =
                catchThrowableOfType(
                        NoSuchEntityException.class, () -> iam.getRole(r -> r.roleName("none")));

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.requestId()).isNotEmpty();
        assertThat(refused.awsErrorDetails().serviceName()).isEqualTo("Iam");
        assertThat(refused.awsErrorDetails().sdkHttpResponse().statusCode()).isEqualTo(404);
        assertThat(refused.getMessage())
                .startsWith("The role with name none cannot be found. (Service: Iam, Status Code:");
    }

    @Test
    void addsTheRequestIdToResponses() {
        test.role("web");
        IamClient client =
                test.account.as(TestAccount.ALICE, "test/1.0", "192.0.2.1", () -> "the-id");

        GetRoleResponse response = client.getRole(r -> r.roleName("web"));
        assertThat(response.responseMetadata().requestId()).isEqualTo("the-id");
        assertThat(response.sdkHttpResponse().isSuccessful()).isTrue();
    }

    @Test
    void notifiesTheObserverOfEveryCallInOrder() {
        List<String> completed = new ArrayList<>();
        test.account.observer((call, response, error, took) ->
                completed.add(
                        call.operation()
                                + (response == null ? " refused" : " succeeded")
                                + (error == null ? "" : " " + error.statusCode())));

        test.role("web");
        assertThatThrownBy(() -> test.role("web")).isInstanceOf(IamException.class);
        assertThatThrownBy(() -> iam.getRole(r -> r.roleName(""))).isInstanceOf(IamException.class);

        assertThat(completed)
                .containsExactly(
                        "CreateRole succeeded", "CreateRole refused 409", "GetRole refused 400");
    }

    @Test
    void passesTheCallToTheObserver() {
        List<IamCall> calls = new ArrayList<>();
        test.account.observer((call, response, error, took) -> calls.add(call));

        test.role("web");

        IamCall call = calls.getFirst();
        assertThat(call.caller()).isEqualTo(TestAccount.ALICE);
        assertThat(call.userAgent()).isEqualTo("test/1.0");
        assertThat(call.sourceAddress()).isEqualTo("192.0.2.1");
        assertThat(call.requestId()).isNotEmpty();
    }

    @Test
    void asksTheGateBeforeAnythingElse() {
        test.account.gate(call -> {
            throw throttled();
        });

        assertThat(refusal(() -> test.role("web"))).isEqualTo("400 Throttling: Rate exceeded");
        IamException refused = catchThrowableOfType(IamException.class, () -> test.role(""));
        assertThat(refused.requestId()).isNotEmpty();
        assertThat(refused.isThrottlingException()).isTrue();
        test.account.gate(call -> {});
        test.role("web");
    }

    @Test
    void dropsAllChangesOfARefusedCall() {
        test.role("web");

        assertThat(
                        refusal(() ->
                                iam.updateAssumeRolePolicy(
                                        r -> r.roleName("web").policyDocument("{"))))
                .startsWith("400");
        assertThat(test.account.role("web").orElseThrow().assumeRolePolicyDocument())
                .isEqualTo(TestAccount.EC2_TRUST);
    }

    @Test
    void readsLagBehindWrites() {
        test.role("early");
        test.account.readLag(Duration.ofSeconds(2));
        test.role("late");

        assertThat(iam.getRole(r -> r.roleName("early")).role()).isNotNull();
        assertThat(refusal(() -> iam.getRole(r -> r.roleName("late")))).startsWith("404");
        assertThat(refusal(() -> test.role("late"))).startsWith("409");
        test.passes(Duration.ofMillis(1999));
        assertThat(iam.listRoles().roles()).hasSize(1);
        test.passes(Duration.ofMillis(1));
        assertThat(iam.listRoles().roles()).hasSize(2);
    }

    @Test
    void returnsEachStateInItsTurnWhileReadsLag() {
        test.account.readLag(Duration.ofSeconds(10));
        for (int i = 0; i < 5; i++) {
            test.role("r" + i);
            test.passes(Duration.ofSeconds(5));
        }

        assertThat(iam.listRoles().roles()).hasSize(4);
        test.passes(Duration.ofSeconds(5));
        assertThat(iam.listRoles().roles()).hasSize(5);
        test.account.readLag(Duration.ZERO);
        test.role("now");
        assertThat(iam.listRoles().roles()).hasSize(6);
    }

    @Test
    void doesNotHaveOtherOperations() {
        assertThatThrownBy(iam::listGroups).isInstanceOf(UnsupportedOperationException.class);
    }

    private static IamException throttled() {
        return (IamException)
                IamException.builder()
                        .statusCode(400)
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode("Throttling")
                                        .errorMessage("Rate exceeded")
                                        .build())
                        .build();
    }
}
