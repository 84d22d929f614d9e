package dev.profileguard.reconcile;

import dev.profileguard.cluster.Clusters;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.iam.policy.PolicyReader;
import dev.profileguard.instance.ProfileUsers;
import dev.profileguard.state.GuardRecords;
import dev.profileguard.state.ProvenanceRecords;
import dev.profileguard.state.TagRecords;
import dev.profileguard.state.failure.FailureBursts;
import dev.profileguard.state.pause.Pauses;
import dev.profileguard.state.repair.RepairRecords;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Everything outside the rules that the reconciler needs: readers, writers, the clock and the
/// waits. An event, a sweep and a plan differ only in these.
public record Ports(
        IamReader reader,
        PolicyReader policies,
        IamWriter writer,
        GuardRecords guard,
        TagRecords tags,
        ProvenanceRecords provenance,
        FailureBursts failures,
        RepairRecords repairs,
        CallHistory calls,
        ProfileUsers users,
        MessageDecoder decoder,
        Clusters clusters,
        Staleness staleness,
        Pauses pauses,
        InstantSource clock,
        Backoff backoff) {

    /// Invalidates cached reads.
    @FunctionalInterface
    public interface Staleness {
        /// For reads without a cache.
        Staleness NONE = subject -> {};

        /// Makes the next reads about a subject go to AWS.
        ///
        /// @param subject such as `instance-profile/prod-web`
        void outdated(String subject);
    }

    /// The calls that CloudTrail recorded.
    @FunctionalInterface
    public interface CallHistory {
        /// No calls: the function does not use CloudTrail's history.
        CallHistory NONE = (key, since, backoff) -> List.of();

        /// The calls with this attribute, oldest first.
        ///
        /// @param backoff waits where CloudTrail allows no more calls yet
        /// @throws dev.profileguard.iam.ChangedMeanwhileException when the wait would be too long
        /// @throws software.amazon.awssdk.core.exception.SdkException when the lookup in CloudTrail
        ///   fails
        List<CloudTrailEvent> about(LookupKey key, Instant since, Backoff backoff);
    }

    /// The same ports with another writer.
    public Ports writingWith(IamWriter other) {
        return copy(ports -> ports.writer = other);
    }

    /// The same ports, which read policies by another reader.
    public Ports reading(PolicyReader other) {
        return copy(ports -> ports.policies = other);
    }

    /// The same ports with a call history.
    public Ports asking(CallHistory other) {
        return copy(ports -> ports.calls = other);
    }

    /// The same ports, which ask EC2.
    public Ports asking(ProfileUsers other) {
        return copy(ports -> ports.users = other);
    }

    /// The same ports, which decode authorization messages.
    public Ports decoding(MessageDecoder other) {
        return copy(ports -> ports.decoder = other);
    }

    /// The same ports, which ask EKS.
    public Ports asking(Clusters other) {
        return copy(ports -> ports.clusters = other);
    }

    /// The same ports, which keep what failed.
    public Ports keeping(FailureBursts other) {
        return copy(ports -> ports.failures = other);
    }

    /// The same ports with other waits.
    Ports waitingWith(Backoff other) {
        return copy(ports -> ports.backoff = other);
    }

    private Ports copy(Consumer<Changed> change) {
        Changed changed = new Changed(this);
        change.accept(changed);
        return new Ports(
                reader,
                changed.policies,
                changed.writer,
                guard,
                tags,
                provenance,
                changed.failures,
                repairs,
                changed.calls,
                changed.users,
                changed.decoder,
                changed.clusters,
                staleness,
                pauses,
                clock,
                changed.backoff);
    }

    /// The ports that a copy can have others of.
    private static final class Changed {
        private PolicyReader policies;
        private IamWriter writer;
        private FailureBursts failures;
        private CallHistory calls;
        private ProfileUsers users;
        private MessageDecoder decoder;
        private Clusters clusters;
        private Backoff backoff;

        Changed(Ports ports) {
            policies = ports.policies;
            writer = ports.writer;
            failures = ports.failures;
            calls = ports.calls;
            users = ports.users;
            decoder = ports.decoder;
            clusters = ports.clusters;
            backoff = ports.backoff;
        }
    }

    /// Answers reads, each once.
    public Step.Answers answers() {
        return new AttemptReads(this, backoff);
    }

    /// The sources of reads.
    ///
    /// @param lookups waits between lookups in CloudTrail
    Read.Sources sources(Backoff lookups) {
        return new PortSources(this, lookups);
    }

    /// Stores one entry.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when somebody else stored a newer one
    ///   after it was read
    void store(Memory.Entry entry) {
        switch (entry) {
            case Memory.Entry.OfTags(var read, var next) -> {
                if (!next.equals(read)) {
                    tags.save(next);
                }
            }
            case Memory.Entry.OfRepairs(var read, var next) -> {
                if (!next.equals(read)) {
                    repairs.save(next);
                }
            }
            case Memory.Entry.OfProvenance(var profile, var read, var record) ->
                    provenance.save(profile, read, record);
        }
    }
}
