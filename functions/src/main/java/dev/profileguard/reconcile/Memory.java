package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.failure.FailureBurst;
import dev.profileguard.state.repair.RepairRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What a plan stores in DynamoDB.
public sealed interface Memory {
    /// Nothing.
    record Nothing() implements Memory {}

    /// Entries that are stored before the first write to IAM, so that an interrupted attempt has
    /// stored too much rather than too little. A plan without writes stores none. As soon as the
    /// profile of an [Entry.OfProvenance] is created, its ID is stored too.
    record BeforeWriting(List<Entry> entries) implements Memory {
        /// Takes a copy.
        public BeforeWriting {
            entries = List.copyOf(entries);
        }

        /// What is stored after an action and before the next one; null: nothing.
        Entry.@Nullable OfProvenance after(PerformedAction performed) {
            String id = performed.createdId();
            return id == null
                    ? null
                    : entries.stream()
                            .filter(Entry.OfProvenance.class::isInstance)
                            .map(Entry.OfProvenance.class::cast)
                            .filter(each -> each.isOf(performed.action()))
                            .findFirst()
                            .map(each -> each.created(id))
                            .orElse(null);
        }
    }

    /// The burst of a refused call, stored before its finding is reported: an event that is counted
    /// can be reported again, but one that is reported was counted.
    ///
    /// @param read the burst as it was read
    record OfFailures(FailureBurst read, FailureBurst next) implements Memory {}

    /// ProfileGuard's record of a profile, stored after the writes.
    ///
    /// @param read the record as it was read
    /// @param adopted what is stored and reported before the first write, so that a write that
    ///   fails does not lose it; null: nothing
    /// @param beforeWriting the record that is stored before the first write to IAM, with the
    ///   adopted changes; null: none. A plan that writes nothing does not store it
    /// @param next the record to be stored
    /// @param afterWrites adds the result of the plan's writes to a record. It is applied to
    ///   `next`, and if somebody else stored a newer record in the meantime, to that record
    record OfGuard(
            GuardRecord read,
            @Nullable Adopted adopted,
            @Nullable GuardRecord beforeWriting,
            GuardRecord next,
            BiFunction<GuardRecord, Written, GuardRecord> afterWrites)
            implements Memory {
        /// For a plan that adopts nothing.
        public OfGuard(
                GuardRecord read,
                GuardRecord next,
                BiFunction<GuardRecord, Written, GuardRecord> afterWrites) {
            this(read, null, null, next, afterWrites);
        }

        /// For a plan whose writes add nothing to the record.
        public OfGuard(GuardRecord read, GuardRecord next) {
            this(read, next, (record, written) -> record);
        }
    }

    /// The record after changes were adopted, and the findings about them.
    record Adopted(GuardRecord record, List<Finding> findings) {
        /// Takes a copy.
        public Adopted {
            findings = List.copyOf(findings);
        }
    }

    /// The result of a plan's writes.
    ///
    /// @param last when IAM was last changed; null: not at all
    /// @param created the profile that was created; null: none
    /// @param refusal why an action was not performed, or undone; null: all were performed
    record Written(
            @Nullable Instant last,
            @Nullable InstanceProfile created,
            Remediation.@Nullable Refusal refusal) {
        static final Written NOTHING = new Written(null, null, null);
    }

    /// One item to store.
    sealed interface Entry {
        /// TagEnforcer's record of a role or profile; stored only if it changed.
        record OfTags(TagRecord read, TagRecord next) implements Entry {}

        /// The repairs of a role; stored only if there is one more.
        record OfRepairs(RepairRecord read, RepairRecord next) implements Entry {}

        /// The record of a profile that is created or deleted for a role.
        ///
        /// @param read the record as it was read; null: there was none
        record OfProvenance(
                ProfileName profile, @Nullable ProvenanceRecord read, ProvenanceRecord record)
                implements Entry {
            private boolean isOf(Action action) {
                return action.subject().equals(profile.subject());
            }

            private OfProvenance created(String id) {
                return new OfProvenance(profile, record, record.of(id));
            }
        }
    }
}
