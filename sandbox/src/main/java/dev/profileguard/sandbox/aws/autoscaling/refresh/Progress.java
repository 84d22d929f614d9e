package dev.profileguard.sandbox.aws.autoscaling.refresh;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far a refresh has got. Immutable.
///
/// @param reason as StatusReason says it; null: nothing to say
/// @param ended null: it goes on
/// @param targets the IDs of the instances that are to be replaced
/// @param percent of the targets that are replaced
/// @param left the number of targets that are not
/// @param passed how many checkpoints are behind it
/// @param resumes until when it waits, at a checkpoint or to try a launch again; null: it does not
/// @param failing since when launches have failed; null: they do not
record Progress(
        Status status,
        @Nullable String reason,
        @Nullable Instant ended,
        Set<String> targets,
        int percent,
        int left,
        int passed,
        @Nullable Instant resumes,
        @Nullable Instant failing) {
    static final Progress NONE =
            new Progress(Status.PENDING, null, null, Set.of(), 0, 0, 0, null, null);

    /// Copies the targets.
    Progress {
        targets = Set.copyOf(targets);
    }

    static Progress started(Status status, Set<String> targets) {
        return new Progress(status, null, null, targets, 0, targets.size(), 0, null, null);
    }

    Progress in(Status other, @Nullable String why) {
        return new Progress(other, why, null, targets, percent, left, passed, resumes, failing);
    }

    Progress ended(Status other, @Nullable String why, Instant time) {
        return new Progress(other, why, time, targets, percent, left, passed, null, null);
    }

    /// @param replaced the number of targets that are replaced
    Progress replaced(int replaced) {
        int total = targets.size();
        return new Progress(
                status,
                reason,
                ended,
                targets,
                total == 0 ? 100 : 100 * replaced / total,
                total - replaced,
                passed,
                resumes,
                failing);
    }

    Progress waiting(String why) {
        return new Progress(status, why, ended, targets, percent, left, passed, null, null);
    }

    Progress atCheckpoint(String why, Instant until) {
        return new Progress(status, why, ended, targets, percent, left, passed + 1, until, null);
    }

    Progress retrying(String why, Instant since, Instant until) {
        return new Progress(status, why, ended, targets, percent, left, passed, until, since);
    }
}
