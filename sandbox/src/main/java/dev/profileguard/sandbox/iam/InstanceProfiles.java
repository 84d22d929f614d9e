package dev.profileguard.sandbox.iam;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// The instance profiles of an account.
final class InstanceProfiles {
    private final String accountId;
    private final InstantSource clock;
    private final Map<String, InstanceProfile> byName = new TreeMap<>();
    private Duration lag = Duration.ZERO;

    InstanceProfiles(String accountId, InstantSource clock) {
        this.accountId = accountId;
        this.clock = clock;
    }

    void lag(Duration lag) {
        this.lag = lag;
    }

    CreateInstanceProfileResponse create(CreateInstanceProfileRequest request) {
        String path = request.path() == null ? "/" : request.path();
        InstanceProfile profile =
                InstanceProfile.builder()
                        .instanceProfileName(request.instanceProfileName())
                        .path(path)
                        .arn(
                                "arn:aws:iam::%s:instance-profile%s%s"
                                        .formatted(accountId, path, request.instanceProfileName()))
                        .instanceProfileId("AIPA" + "%017d".formatted(byName.size()))
                        .createDate(clock.instant().truncatedTo(ChronoUnit.SECONDS))
                        .build();
        byName.put(request.instanceProfileName().toLowerCase(Locale.ROOT), profile);
        return CreateInstanceProfileResponse.builder().instanceProfile(profile).build();
    }

    GetInstanceProfileResponse get(GetInstanceProfileRequest request) {
        InstanceProfile profile =
                byName.get(request.instanceProfileName().toLowerCase(Locale.ROOT));
        if (profile == null) {
            throw NoSuchEntityException.builder()
                    .statusCode(404)
                    .awsErrorDetails(
                            AwsErrorDetails.builder()
                                    .errorCode("NoSuchEntity")
                                    .errorMessage(
                                            "Instance Profile %s cannot be found."
                                                    .formatted(request.instanceProfileName()))
                                    .build())
                    .build();
        }
        return GetInstanceProfileResponse.builder().instanceProfile(profile).build();
    }

    Duration lag() {
        return lag;
    }
}
