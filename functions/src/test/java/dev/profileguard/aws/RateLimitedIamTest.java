package dev.profileguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

class RateLimitedIamTest {
    @Test
    void everyPageOfAListIsRateLimited() {
        when(iam.listInstanceProfiles(any(ListInstanceProfilesRequest.class)))
                .thenReturn(page("a", "next"), page("b", "last"), page("c", null));

        assertThat(paced().listInstanceProfilesPaginator().instanceProfiles())
                .extracting(InstanceProfile::instanceProfileName)
                .containsExactly("a", "b", "c");
        assertThat(waits).isEqualTo(2);
    }

    @Test
    void aRequestOfAConsumerIsOneCall() {
        when(iam.getRole(any(GetRoleRequest.class))).thenReturn(ROLE);

        assertThat(paced().getRole(request -> request.roleName("web"))).isSameAs(ROLE);

        verify(iam, times(1)).getRole(GetRoleRequest.builder().roleName("web").build());
        assertThat(waits).isZero();
    }

    @Test
    void retriesThrottledCallsAtALowerRate() {
        when(iam.getRole(any(GetRoleRequest.class)))
                .thenThrow(throttled(), throttled())
                .thenReturn(ROLE);

        paced().getRole(request -> request.roleName("web"));

        assertThat(now).isEqualTo(BEGIN.plusMillis(100 + 200));
    }

    @Test
    void failsAfterEightThrottledAttempts() {
        when(iam.getRole(any(GetRoleRequest.class))).thenThrow(throttled());

        assertThatThrownBy(() -> paced().getRole(request -> request.roleName("web")))
                .isInstanceOf(IamException.class)
                .hasMessageContaining("Rate exceeded");
        verify(iam, times(8)).getRole(any(GetRoleRequest.class));
    }

    @Test
    void doesNotRetryOtherErrors() {
        when(iam.getRole(any(GetRoleRequest.class)))
                .thenThrow(NoSuchEntityException.builder().message("no role").build());

        assertThatThrownBy(() -> paced().getRole(request -> request.roleName("web")))
                .isInstanceOf(NoSuchEntityException.class);
        verify(iam, times(1)).getRole(any(GetRoleRequest.class));
    }

    private static final Instant BEGIN = Instant.parse("2026-01-15T09:30:00Z");
    private static final GetRoleResponse ROLE = GetRoleResponse.builder().build();

    private final IamClient iam = mock(IamClient.class);
    private Instant now = BEGIN;
    private int waits;

    private IamClient paced() {
        RateLimiter limiter =
                new RateLimiter(
                        () -> now,
                        time -> {
                            now = now.plus(time);
                            waits++;
                        },
                        10);
        return RateLimitedIam.at(limiter, iam);
    }

    private static ListInstanceProfilesResponse page(String name, @Nullable String marker) {
        return ListInstanceProfilesResponse.builder()
                .instanceProfiles(InstanceProfile.builder().instanceProfileName(name).build())
                .isTruncated(marker != null)
                .marker(marker)
                .build();
    }

    private static IamException throttled() {
        return (IamException)
                IamException.builder()
                        .message("Rate exceeded")
                        .statusCode(400)
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode("Throttling")
                                        .errorMessage("Rate exceeded")
                                        .build())
                        .build();
    }
}
