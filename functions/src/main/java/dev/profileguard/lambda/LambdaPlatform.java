package dev.profileguard.lambda;

import dev.profileguard.aws.CallCount;
import dev.profileguard.aws.LocalEndpoint;
import dev.profileguard.aws.SdkAuditClients;
import dev.profileguard.aws.SdkNotificationClients;
import dev.profileguard.aws.SsmParameters;
import dev.profileguard.aws.client.SignedDynamo;
import dev.profileguard.aws.client.SignedIam;
import dev.profileguard.aws.query.FunctionCredentials;
import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.lambda.log.LazyLogging;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// The platform of a function on Lambda. Its clients use the default credentials and region of the
/// AWS SDK, and its default endpoints, unless `sam local` gives it [another one][LocalEndpoint].
public final class LambdaPlatform {
    private LambdaPlatform() {}

    public static Platform live() {
        return live(System.getenv());
    }

    /// The same, with other environment variables than those of the process.
    public static Platform live(Map<String, String> variables) {
        LazyLogging.install();
        Map<String, String> environment = LocalEndpoint.use(variables);
        CallCount http = new CallCount(LiveCalls.http());
        AwsCredentialsProvider credentials = FunctionCredentials.live();
        return new Platform(
                environment,
                SignedIam.of(http, credentials, environment),
                SignedDynamo.of(http, credentials, environment),
                SsmParameters.live(http, environment),
                InstantSource.system(),
                LambdaPlatform::sleep,
                new LazyReporting(http),
                new SdkNotificationClients(http, environment),
                new SdkAuditClients(http, environment));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for IAM", e);
        }
    }
}
