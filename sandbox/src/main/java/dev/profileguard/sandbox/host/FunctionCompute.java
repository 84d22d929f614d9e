package dev.profileguard.sandbox.host;

import dev.profileguard.aws.compute.ComputeServices;
import dev.profileguard.aws.compute.QueryComputeReader;
import dev.profileguard.aws.compute.QueryComputeWriter;
import dev.profileguard.aws.ec2.EnabledRegions;
import dev.profileguard.aws.eks.EksApi;
import dev.profileguard.aws.eks.EksCalls;
import dev.profileguard.aws.eks.KeptAnswers;
import dev.profileguard.aws.query.QueryApi;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryService;
import dev.profileguard.compute.Compute;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.sandbox.aws.autoscaling.query.AutoScalingQuery;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.query.Ec2Query;
import dev.profileguard.sandbox.aws.eks.EksRest;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// Reads and changes for the functions what starts or runs instances in the sandbox.
///
/// @param backoff waits before a call is repeated
public record FunctionCompute(
        Ec2Query ec2,
        AutoScalingQuery autoScaling,
        EksRest eks,
        Backoff backoff,
        InstantSource clock) {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("ASIASANDBOX", "sandbox"));

    /// With the permissions of a caller, such as the role of a function.
    ///
    /// @param regions those to ask; empty: all that are enabled
    public Compute as(Caller caller, List<String> regions) {
        Origin origin = new Origin(caller, FunctionPlatform.USER_AGENT, FunctionPlatform.ADDRESS);
        List<String> chosen = List.copyOf(regions);
        ComputeServices services =
                new ComputeServices(
                        calls(QueryService.EC2, FunctionEc2.client(ec2, origin)),
                        calls(
                                QueryService.AUTOSCALING,
                                FunctionQuery.client(
                                        autoScaling, QueryService.AUTOSCALING.name(), origin)),
                        new EksCalls(
                                new EksApi(
                                        FunctionEks.client(eks, origin),
                                        CREDENTIALS,
                                        region -> endpoint("eks", region)),
                                new KeptAnswers(clock, Duration.ZERO),
                                backoff::await));
        return new Compute(
                new QueryComputeReader(
                        services,
                        chosen.isEmpty()
                                ? calls -> new EnabledRegions(calls, Stack.REGION, clock).get()
                                : calls -> chosen,
                        QueryComputeReader.Patience.inTurn()),
                new QueryComputeWriter(services.ec2(), services.autoScaling()));
    }

    private QueryCalls calls(QueryService service, SdkHttpClient http) {
        return new QueryCalls(
                new QueryApi(
                        service, http, CREDENTIALS, region -> endpoint(service.name(), region)),
                backoff::await);
    }

    private static URI endpoint(String service, String region) {
        return URI.create("https://%s.%s.amazonaws.com".formatted(service, region));
    }
}
