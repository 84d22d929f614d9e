package dev.profileguard.lambda;

import dev.profileguard.aws.AuditClients;
import dev.profileguard.aws.NotificationClients;
import dev.profileguard.aws.ParameterSource;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.aws.SdkIamWriter;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.ProvenanceStore;
import dev.profileguard.state.TagRecordStore;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;

/// Everything outside a function that it reaches: on Lambda the real ones, in the sandbox its own.
///
/// @param environment the function's environment variables, as `template.yaml` declares them
/// @param iam acts as the function's own role
/// @param dynamo acts as the function's own role
/// @param parameters acts as the function's own role
/// @param clock tells the time of decisions such as the end of a release
/// @param backoff waits between two looks at IAM
/// @param reporting where logs and metrics go; used once the IAM writes are done
/// @param notifications where findings go besides; used once the IAM writes are done
/// @param audit what a sweep reaches besides; the other functions reach nothing of it
public record Platform(
        Map<String, String> environment,
        IamClient iam,
        DynamoDbClient dynamo,
        ParameterSource parameters,
        InstantSource clock,
        Backoff backoff,
        Reporting reporting,
        NotificationClients notifications,
        AuditClients audit) {
    /// Those of a function whose findings go to the log alone, and which reaches nothing of what a
    /// sweep does.
    public Platform(
            Map<String, String> environment,
            IamClient iam,
            DynamoDbClient dynamo,
            ParameterSource parameters,
            InstantSource clock,
            Backoff pause,
            Reporting reporting) {
        this(
                environment,
                iam,
                dynamo,
                parameters,
                clock,
                pause,
                reporting,
                NotificationClients.NONE,
                AuditClients.none());
    }

    /// The same with another IAM client.
    public Platform with(IamClient other) {
        return new Platform(
                environment,
                other,
                dynamo,
                parameters,
                clock,
                backoff,
                reporting,
                notifications,
                audit);
    }

    /// What the reconciler reads, writes and waits by, for events and requests.
    ///
    /// @param table the name of the table of what is remembered
    public Ports ports(Mode mode, String table) {
        SdkIamReader reader = new SdkIamReader(iam);
        return new Ports(
                reader,
                writer(mode, reader),
                new GuardRecordStore(dynamo, table),
                new TagRecordStore(dynamo, table),
                new ProvenanceStore(dynamo, table),
                Ports.CallHistory.NONE,
                Ports.Staleness.NONE,
                clock,
                backoff);
    }

    /// The same for a function that remembers nothing.
    public Ports ports(Mode mode) {
        return ports(mode, "");
    }

    /// What performs actions in this mode.
    public IamWriter writer(Mode mode, IamReader reader) {
        return mode == Mode.ENFORCE ? new SdkIamWriter(iam, reader) : IamWriter.DRY_RUN;
    }
}
