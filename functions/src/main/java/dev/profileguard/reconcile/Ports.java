package dev.profileguard.reconcile;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.state.GuardRecords;
import dev.profileguard.state.ProvenanceRecords;
import dev.profileguard.state.TagRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything outside a rule that the reconciler reads, writes and waits by. An event, a sweep and
/// a plan differ in these alone.
public record Ports(
        IamReader reader,
        IamWriter writer,
        GuardRecords guard,
        TagRecords tags,
        ProvenanceRecords provenance,
        CallHistory calls,
        Staleness staleness,
        InstantSource clock,
        Backoff backoff) {

    /// Hears which answers may no longer be true.
    @FunctionalInterface
    public interface Staleness {
        /// Every read asks AWS itself anyway.
        Staleness NONE = subject -> {};

        /// The next reads about a subject have to ask AWS itself.
        ///
        /// @param subject such as `instance-profile/prod-web`
        void outdated(String subject);
    }

    /// What CloudTrail has recorded.
    @FunctionalInterface
    public interface CallHistory {
        /// None: the function asks CloudTrail nothing.
        CallHistory NONE = (resource, since) -> List.of();

        /// The calls about a resource of this name, oldest first.
        ///
        /// @throws software.amazon.awssdk.core.exception.SdkException when CloudTrail does not tell
        List<CloudTrailEvent> about(String resource, Instant since);
    }

    /// The same with another writer.
    public Ports writingWith(IamWriter other) {
        return new Ports(reader, other, guard, tags, provenance, calls, staleness, clock, backoff);
    }

    /// The same, asking CloudTrail.
    public Ports asking(CallHistory other) {
        return new Ports(reader, writer, guard, tags, provenance, other, staleness, clock, backoff);
    }

    /// The same with another way to wait.
    Ports waitingWith(Backoff other) {
        return new Ports(reader, writer, guard, tags, provenance, calls, staleness, clock, other);
    }

    /// Makes one read.
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException when AWS does not answer
    @SuppressWarnings({"unchecked", "NullAway"}) // each row answers with what its read declares
    <T extends @Nullable Object> T read(Read<T> read) {
        return (T)
                switch (read) {
                    case Read.OfProfile(var name) -> reader.profile(name);
                    case Read.OfRole(var name) -> reader.role(name);
                    case Read.OfProfilesWith(var role) -> reader.profilesWith(role);
                    case Read.OfProfileQuota() -> reader.profileQuota();
                    case Read.OfGuardRecord(var profile) -> guard.load(profile);
                    case Read.OfTagRecord(var subject) -> tags.load(subject);
                    case Read.OfProvenance(var profile) -> provenance.load(profile);
                    case Read.OfCalls(var resource, var since) -> calls.about(resource, since);
                    case Read.OfTime(var notBefore) -> time(notBefore);
                };
    }

    private Instant time(Instant notBefore) {
        Duration early = Duration.between(clock.instant(), notBefore);
        if (early.isPositive()) {
            backoff.await(early);
        }
        return clock.instant();
    }

    /// Keeps one entry.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when somebody else wrote it since it
    ///   was read
    void remember(Memory.Entry entry) {
        switch (entry) {
            case Memory.Entry.OfTags(var read, var next) -> {
                if (!next.equals(read)) {
                    tags.save(next);
                }
            }
            case Memory.Entry.OfMaking(var profile, var role, var at) ->
                    provenance.recordCreation(profile, role, at);
        }
    }
}
