package dev.profileguard.sandbox.host;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.aws.AuditClients;
import dev.profileguard.aws.client.SignedDynamo;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudwatch.Metrics;
import dev.profileguard.sandbox.aws.dynamodb.LocalDynamo;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.aws.notify.NotifyServices;
import dev.profileguard.sandbox.aws.securityhub.SecurityHubRest;
import dev.profileguard.sandbox.aws.ssm.ParameterStore;
import dev.profileguard.sandbox.timeline.Timeline;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the sandbox provides to a function: IAM, database and parameters under the function's own
/// role, the clock, and the reporting to timeline and metrics.
public record FunctionPlatform(
        IamAccount account,
        LocalDynamo dynamo,
        ParameterStore parameters,
        InstantSource clock,
        Backoff backoff,
        Consumer<String> warningListener,
        Timeline timeline,
        Metrics metrics,
        Supplier<NotifyServices> services,
        SecurityHubRest hub,
        Function<FunctionIdentity, AuditClients> auditClients) {
    static final String USER_AGENT = "profile-guard";
    static final String ADDRESS = "203.0.113.25";

    private static final URI DATABASE = URI.create("http://dynamodb.sandbox");

    /// The functions' client of DynamoDB, of the database in this process. It has the operations
    /// that they call, and does not sign: the caller is known.
    ///
    /// @param authorizer decides on each request
    public static DynamoDbClient client(LocalDynamo database, Authorizer authorizer) {
        return SignedDynamo.unsigned(database.http(authorizer), DATABASE);
    }

    /// Creates a function's handler.
    ///
    /// @throws Handlers.HandlerException when the handler cannot be created
    public RequestStreamHandler handler(FunctionDefinition function) {
        Caller.RoleSession role = Permissions.session(function);
        Authorizer authorizer = Permissions.of(function, role);
        Platform platform =
                new Platform(
                        function.environment(),
                        account.as(role, USER_AGENT, ADDRESS),
                        client(dynamo, dynamo.held(role, authorizer)),
                        new ParameterCache(
                                parameters, new Origin(role, USER_AGENT, ADDRESS), clock),
                        clock,
                        backoff,
                        new FunctionReports(
                                function, role, clock, warningListener, timeline, metrics),
                        new FunctionNotificationClients(
                                services, hub, new Origin(role, USER_AGENT, ADDRESS), backoff),
                        auditClients.apply(new FunctionIdentity(function, role, authorizer)));
        return Handlers.in(platform, function);
    }
}
