package dev.profileguard.sandbox.host;

import dev.profileguard.aws.ec2.Ec2Calls;
import dev.profileguard.aws.ec2.Ec2ProfileUsers;
import dev.profileguard.aws.ec2.Ec2Query;
import dev.profileguard.aws.ec2.RegionalCalls;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Instances;
import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/// Finds out for the functions which instances of the sandbox use a profile.
///
/// @param backoff waits before a call is repeated
public record FunctionProfileUsers(Instances instances, Backoff backoff) {
    /// What a function gets.
    ///
    /// @param regions those to ask; empty: all that are enabled
    public ProfileUsers of(FunctionIdentity identity, List<String> regions) {
        IdentityProvider<? extends AwsCredentialsIdentity> credentials =
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("ASIASANDBOX", "sandbox"));
        Ec2Query query =
                new Ec2Query(
                        FunctionEc2.client(
                                new dev.profileguard.sandbox.aws.ec2.query.Ec2Query(instances),
                                new Origin(
                                        identity.role(),
                                        FunctionPlatform.USER_AGENT,
                                        FunctionPlatform.ADDRESS)),
                        credentials,
                        region -> URI.create("https://ec2.%s.amazonaws.com".formatted(region)));
        return new Ec2ProfileUsers(
                new Ec2Calls(query, backoff::await), regions, Stack.REGION, RegionalCalls.inTurn());
    }
}
