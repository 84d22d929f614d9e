package dev.profileguard.lambda;

import dev.profileguard.aws.AuditClients;
import dev.profileguard.aws.NotificationClients;
import dev.profileguard.aws.ParameterSource;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.aws.SdkIamWriter;
import dev.profileguard.aws.SdkPolicyReader;
import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.cluster.Clusters;
import dev.profileguard.cluster.ManagedGroups;
import dev.profileguard.control.Probe;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.instance.InventoriedUsers;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.ProvenanceStore;
import dev.profileguard.state.TagRecordStore;
import dev.profileguard.state.UseInventoryStore;
import dev.profileguard.state.failure.FailureBursts;
import dev.profileguard.state.pause.Pause;
import dev.profileguard.state.pause.PauseStore;
import dev.profileguard.state.pause.Pauses;
import dev.profileguard.state.pause.ReadAheadPauses;
import dev.profileguard.state.repair.RepairRecordStore;
import dev.profileguard.state.stored.ItemReads;
import dev.profileguard.state.stored.ReadAhead;
import dev.profileguard.state.stored.StoredItems;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;

/// Everything outside a function that it uses: AWS on Lambda, emulations in the sandbox.
///
/// @param environment the environment variables of the function, as `template.yaml` declares them
/// @param iam with the permissions of the function's own role
/// @param dynamo with the permissions of the function's own role
/// @param parameters with the permissions of the function's own role
/// @param clock for decisions by time, such as the end of a release
/// @param backoff waits between two attempts to reconcile
/// @param reporting logs and emits metrics; used after the IAM writes
/// @param notifications delivers findings; used after the IAM writes
/// @param audit the services that only sweeps use
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
    /// A platform without delivery of findings and without the services of sweeps.
    public Platform(
            Map<String, String> environment,
            IamClient iam,
            DynamoDbClient dynamo,
            ParameterSource parameters,
            InstantSource clock,
            Backoff backoff,
            Reporting reporting) {
        this(
                environment,
                iam,
                dynamo,
                parameters,
                clock,
                backoff,
                reporting,
                NotificationClients.NONE,
                AuditClients.NONE);
    }

    /// A copy with another IAM client.
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

    /// The ports of a function that answers events. Records are read together with what is needed
    /// next.
    ///
    /// @param table the name of the baseline table
    public Ports eventPorts(Mode mode, String table) {
        ReadAhead reads = new ReadAhead(new StoredItems(dynamo, table), clock, Pauses.COUNTS);
        return ports(mode, table, reads, readAhead(table, reads));
    }

    private Pauses readAhead(String table, ReadAhead reads) {
        Pauses pauses = pauses(table);
        return pauses instanceof PauseStore store ? new ReadAheadPauses(store, reads) : pauses;
    }

    /// The ports of the reconciler.
    ///
    /// @param table the name of the baseline table
    public Ports ports(Mode mode, String table) {
        return ports(mode, table, new StoredItems(dynamo, table), pauses(table));
    }

    private Ports ports(Mode mode, String table, ItemReads reads, Pauses pauses) {
        SdkIamReader reader = new SdkIamReader(iam);
        return new Ports(
                reader,
                new SdkPolicyReader(iam),
                writer(mode, reader),
                new GuardRecordStore(dynamo, table, reads),
                new TagRecordStore(dynamo, table, reads),
                new ProvenanceStore(dynamo, table, reads),
                FailureBursts.NONE,
                new RepairRecordStore(dynamo, table, reads),
                Ports.CallHistory.NONE,
                ProfileUsers.NOT_ASKED,
                MessageDecoder.OFF,
                Clusters.NOT_ASKED,
                Ports.Staleness.NONE,
                pauses,
                clock,
                backoff);
    }

    /// Whether all writes are paused: by the template parameter, or by a request.
    ///
    /// @param table the name of the baseline table; empty: none, so that only the parameter pauses
    /// @throws IllegalArgumentException if the parameter has an invalid value
    public Pauses pauses(String table) {
        if (new SettingsReader(environment).isOn(Pause.PARAMETER, false)) {
            return () -> Pause.BY_PARAMETER;
        }
        return table.isEmpty() ? Pauses.NONE : new PauseStore(dynamo, table, clock);
    }

    /// The reads that prove what most functions always need: the baseline table, instance profiles,
    /// and the findings table if findings are delivered.
    public List<Probe> probes() {
        SettingsReader settings = new SettingsReader(environment);
        List<Probe> probes = new ArrayList<>();
        probes.add(Probe.ofTable(dynamo, settings.table(), "profile"));
        probes.add(Probe.ofProfiles(iam, "profile-guard-priming"));
        probes.addAll(findingProbes());
        return probes;
    }

    /// The same, and the read that a function with [event ports][#eventPorts(Mode, String)] needs.
    public List<Probe> eventProbes() {
        List<Probe> probes = new ArrayList<>(probes());
        probes.add(Probe.ofItems(dynamo, new SettingsReader(environment).table()));
        return probes;
    }

    /// The read that proves the permission for the findings table; empty: findings are only logged.
    public List<Probe> findingProbes() {
        FindingSettings findings = FindingSettings.from(environment);
        return findings.areDelivered()
                ? List.of(Probe.ofTable(dynamo, findings.table(), "subject"))
                : List.of();
    }

    /// Finds the EC2 instances that use a profile, and marks those that the last sweep knew. The
    /// client is created at the first call.
    ///
    /// @param regions the regions to ask; empty: all that are enabled in the account
    /// @param table the name of the baseline table
    public ProfileUsers users(List<String> regions, String table) {
        return names ->
                new InventoriedUsers(audit.users(regions), new UseInventoryStore(dynamo, table))
                        .of(names);
    }

    /// The ports with a writer that also associates instances again. Its clients are created at the
    /// first such action.
    ///
    /// @param regions the regions to ask; empty: all that are enabled
    /// @param table the name of the baseline table
    public Ports associating(Ports ports, List<String> regions, String table) {
        return ports.writingWith(
                new AssociatingWriter(
                        ports.writer(),
                        () -> audit.compute(regions),
                        new UseInventoryStore(dynamo, table)));
    }

    /// Finds out what the account's clusters use a role for. The client is created at the first
    /// call.
    ///
    /// @param regions the regions to ask; empty: all that are enabled in the account
    public Clusters clusters(List<String> regions, Clusters.Patience patience) {
        return new Clusters() {
            @Override
            public ClusterUses uses(ClusterQuestion question) {
                return audit.clusters(regions, patience).uses(question);
            }

            @Override
            public ClusterPods pods(Cluster cluster) {
                return audit.clusters(regions, patience).pods(cluster);
            }

            @Override
            public ManagedGroups groups(String region) {
                return audit.clusters(regions, patience).groups(region);
            }
        };
    }

    /// The ports of a function without stored state.
    public Ports ports(Mode mode) {
        return ports(mode, "");
    }

    /// The writer for this mode.
    public IamWriter writer(Mode mode, IamReader reader) {
        return mode == Mode.ENFORCE ? new SdkIamWriter(iam, reader) : IamWriter.DRY_RUN;
    }
}
