package dev.profileguard.sandbox.command.stack;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// Who calls, and where.
///
/// @param account twelve digits; null: STS did not say
/// @param arn of the caller; null: STS did not say
/// @param endpoint where the calls go instead of AWS; null: to AWS
record Identity(
        @Nullable String account, @Nullable String arn, String region, @Nullable URI endpoint) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Asks STS. Every principal may ask it, so a failure means that no call will succeed.
    ///
    /// @throws StackException when the credentials are missing, expired or wrong
    static Identity of(AwsAccess aws) {
        URI endpoint = aws.endpoint("STS");
        String region = aws.region().id();
        try (StsClient sts = aws.client(StsClient.builder(), "STS", PATIENCE)) {
            GetCallerIdentityResponse caller = sts.getCallerIdentity();
            return new Identity(caller.account(), caller.arn(), region, endpoint);
        } catch (SdkException e) {
            throw AwsFailure.of(e, "sts:GetCallerIdentity", "*");
        }
    }

    /// `account 123456789012, us-east-1`, and the endpoint if it is not that of AWS.
    String place() {
        return "account %s, %s%s"
                .formatted(
                        account == null ? "unknown" : account,
                        region,
                        endpoint == null ? "" : " at " + endpoint);
    }

    String who() {
        return arn == null ? "" : ", as " + arn;
    }
}
