package dev.profileguard.sandbox.host;

import dev.profileguard.aws.ec2.Ec2Calls;
import dev.profileguard.aws.ec2.Ec2ProfileUsers;
import dev.profileguard.aws.ec2.EnabledRegions;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.QueryApi;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryService;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.query.Ec2Query;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/// Finds out for the functions which instances of the sandbox use a profile.
public final class FunctionProfileUsers {
    private final Ec2Query ec2;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Map<Asker, Ec2ProfileUsers> known = new ConcurrentHashMap<>();

    private record Asker(String function, List<String> regions) {}

    /// @param ec2 answers the functions
    /// @param backoff waits before a call is repeated
    public FunctionProfileUsers(Ec2Query ec2, Backoff backoff, InstantSource clock) {
        this.ec2 = ec2;
        this.backoff = backoff;
        this.clock = clock;
    }

    /// What a function gets, the same for each invocation.
    ///
    /// @param regions those to ask; empty: all that are enabled
    public ProfileUsers of(FunctionIdentity identity, List<String> regions) {
        return users(identity, regions);
    }

    /// The regions that a function asks.
    ///
    /// @param regions those to ask; empty: all that are enabled
    Supplier<List<String>> regions(FunctionIdentity identity, List<String> regions) {
        return users(identity, regions).regions();
    }

    private Ec2ProfileUsers users(FunctionIdentity identity, List<String> regions) {
        return known.computeIfAbsent(
                new Asker(identity.function().logicalId(), List.copyOf(regions)),
                asker -> users(identity.role(), asker.regions()));
    }

    private Ec2ProfileUsers users(Caller role, List<String> regions) {
        IdentityProvider<? extends AwsCredentialsIdentity> credentials =
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("ASIASANDBOX", "sandbox"));
        QueryApi api =
                new QueryApi(
                        QueryService.EC2,
                        FunctionEc2.client(
                                ec2,
                                new Origin(
                                        role,
                                        FunctionPlatform.USER_AGENT,
                                        FunctionPlatform.ADDRESS)),
                        credentials,
                        region -> URI.create("https://ec2.%s.amazonaws.com".formatted(region)));
        Ec2Calls calls = new Ec2Calls(new QueryCalls(api, backoff::await));
        return new Ec2ProfileUsers(
                calls,
                regions.isEmpty() ? new EnabledRegions(calls, Stack.REGION, clock) : () -> regions,
                ParallelCalls.inTurn());
    }
}
