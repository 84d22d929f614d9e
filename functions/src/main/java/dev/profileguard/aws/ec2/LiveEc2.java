package dev.profileguard.aws.ec2;

import dev.profileguard.aws.query.FunctionCredentials;
import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.QueryService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// EC2 on AWS, with the function's own role.
public final class LiveEc2 {
    /// How long one attempt of a call may take. EC2 answers these calls within a second.
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private static final Duration READ = Duration.ofSeconds(4);

    /// How long all regions together may take.
    private static final Duration ALL_REGIONS = Duration.ofSeconds(10);

    /// More than AWS has in a partition.
    private static final int MOST_REGIONS = 100;

    private LiveEc2() {}

    /// Finds the instances that use a profile, with the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    /// @param regions those to ask; empty: all that are enabled
    public static Ec2ProfileUsers users(Map<String, String> environment, List<String> regions) {
        return users(
                LiveCalls.http(CONNECT, READ), FunctionCredentials.live(), environment, regions);
    }

    /// The same, with another HTTP client and other credentials.
    public static Ec2ProfileUsers users(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Map<String, String> environment,
            List<String> regions) {
        Ec2Calls calls =
                new Ec2Calls(LiveCalls.of(QueryService.EC2, http, credentials, environment));
        String home = environment.getOrDefault("AWS_REGION", "");
        List<String> chosen = List.copyOf(regions);
        return new Ec2ProfileUsers(
                calls,
                chosen.isEmpty()
                        ? new EnabledRegions(calls, home, InstantSource.system())
                        : () -> chosen,
                ParallelCalls.atOnce(MOST_REGIONS, ALL_REGIONS));
    }
}
