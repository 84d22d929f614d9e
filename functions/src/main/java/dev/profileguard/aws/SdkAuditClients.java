package dev.profileguard.aws;

import dev.profileguard.aws.compute.LiveCompute;
import dev.profileguard.aws.ec2.LiveEc2;
import dev.profileguard.aws.eks.LiveEks;
import dev.profileguard.aws.query.CallsAhead;
import dev.profileguard.aws.query.ThreadedCalls;
import dev.profileguard.aws.resource.LiveResourcePolicies;
import dev.profileguard.aws.sts.StsMessages;
import dev.profileguard.cluster.Clusters;
import dev.profileguard.compute.Compute;
import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.resource.ResourcePolicies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/// Clients of AWS, with the function's own role.
///
/// Not thread-safe.
public final class SdkAuditClients implements AuditClients {
    private final SdkHttpClient http;
    private final Map<String, String> environment;
    private @Nullable CloudTrailHistory cloudTrail;
    private @Nullable S3Reports reports;
    private @Nullable AwsHealth health;
    private @Nullable ProfileUsers users;
    private @Nullable MessageDecoder decoder;
    private @Nullable Clusters clusters;
    private @Nullable Compute compute;
    private @Nullable ResourcePolicies policies;

    /// @param environment the environment variables of the function
    public SdkAuditClients(SdkHttpClient http, Map<String, String> environment) {
        this.http = http;
        this.environment = environment;
    }

    @Override
    public CloudTrailHistory history() {
        CloudTrailHistory known = cloudTrail;
        if (known == null) {
            known = CloudTrailHistory.live(http, environment);
            cloudTrail = known;
        }
        return known;
    }

    @Override
    public ReportStore reports() {
        S3Reports known = reports;
        if (known == null) {
            known = new S3Reports(http, environment);
            reports = known;
        }
        return known;
    }

    @Override
    public ProfileUsers users(List<String> regions) {
        ProfileUsers known = users;
        if (known == null) {
            known = LiveEc2.users(environment, regions);
            users = known;
        }
        return known;
    }

    @Override
    public MessageDecoder decoder() {
        MessageDecoder known = decoder;
        if (known == null) {
            known = StsMessages.live(environment);
            decoder = known;
        }
        return known;
    }

    @Override
    public Clusters clusters(List<String> regions, Clusters.Patience patience) {
        Clusters known = clusters;
        if (known == null) {
            known =
                    LiveEks.clusters(
                            environment, LiveEc2.users(environment, regions).regions(), patience);
            clusters = known;
        }
        return known;
    }

    @Override
    public Compute compute(List<String> regions) {
        Compute known = compute;
        if (known == null) {
            known = LiveCompute.of(environment, regions);
            compute = known;
        }
        return known;
    }

    @Override
    public ResourcePolicies policies(List<String> regions) {
        ResourcePolicies known = policies;
        if (known == null) {
            known =
                    LiveResourcePolicies.of(
                            environment, LiveEc2.users(environment, regions).regions());
            policies = known;
        }
        return known;
    }

    @Override
    public FunctionCalls functions() {
        return LambdaInvoke.live(environment);
    }

    @Override
    public Health health() {
        AwsHealth known = health;
        if (known == null) {
            known = new AwsHealth(history(), http, environment);
            health = known;
        }
        return known;
    }

    @Override
    public CallsAhead callsAhead(int most) {
        return most > 1 ? new ThreadedCalls(most) : CallsAhead.NONE;
    }
}
