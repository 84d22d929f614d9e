package dev.profileguard.reconcile;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.TagRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What a plan has remembered.
public sealed interface Memory {
    /// Nothing.
    record Nothing() implements Memory {}

    /// Entries that have to be there before the first write, so that an attempt that is cut short
    /// has only remembered too much. Nothing is remembered where nothing is written.
    record BeforeWriting(List<Entry> entries) implements Memory {
        /// Takes a copy.
        public BeforeWriting {
            entries = List.copyOf(entries);
        }
    }

    /// What ProfileGuard knows of a profile, once the plan is carried out.
    ///
    /// @param read as it was read
    /// @param next as it is to be
    /// @param afterWrites adds to a record what came of the plan's writes; where somebody else
    ///   wrote the record meanwhile, to theirs
    record OfGuard(
            GuardRecord read,
            GuardRecord next,
            BiFunction<GuardRecord, Written, GuardRecord> afterWrites)
            implements Memory {
        /// Where nothing that is written changes what is to be remembered.
        public OfGuard(GuardRecord read, GuardRecord next) {
            this(read, next, (record, written) -> record);
        }
    }

    /// What a plan's writes came to.
    ///
    /// @param last when IAM was last changed; null: it was not
    /// @param made the profile that was made; null: none was
    record Written(@Nullable Instant last, @Nullable InstanceProfile made) {
        static final Written NOTHING = new Written(null, null);
    }

    /// One thing to remember.
    sealed interface Entry {
        /// What TagEnforcer knows of a role or profile; nothing is kept where it has not changed.
        record OfTags(TagRecord read, TagRecord next) implements Entry {}

        /// That a profile is about to be made for a role.
        record OfMaking(ProfileName profile, Role role, Instant at) implements Entry {}
    }
}
