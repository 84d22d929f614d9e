package dev.profileguard.sandbox.command.explain.reader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The same failure, which occurs once or several times.
///
/// @param failure the one of which the most is known
/// @param count how often it was printed; of those with the same request ID, one counts
/// @param requestIds of all of them, in order
public record FailureGroup(RecognisedFailure failure, int count, List<String> requestIds) {
    /// Takes a copy.
    public FailureGroup {
        requestIds = List.copyOf(requestIds);
    }

    /// Groups failures, in the order in which each appears first. Tools often print a failure again
    /// with fewer parts, in a summary; such a one belongs to the one before it.
    public static List<FailureGroup> of(List<RecognisedFailure> failures) {
        Map<RecognisedFailure, Collected> groups = new LinkedHashMap<>();
        Collected last = null;
        for (RecognisedFailure failure : failures) {
            Collected same = groups.get(failure.anyTime());
            if (same == null && last != null && last.failure.isLike(failure)) {
                same = last;
            }
            if (same == null) {
                same = new Collected(failure);
            } else {
                same.add(failure);
            }
            groups.put(failure.anyTime(), same);
            last = same;
        }
        return groups.values().stream().distinct().map(Collected::group).toList();
    }

    private static final class Collected {
        private RecognisedFailure failure;
        private int count = 1;
        private final List<String> requestIds = new ArrayList<>();
        private final Set<String> known = new HashSet<>();

        Collected(RecognisedFailure failure) {
            this.failure = failure;
            isNew(failure.requestId());
        }

        void add(RecognisedFailure other) {
            if (isNew(other.requestId())) {
                count++;
            }
            if (other.known() > failure.known()) {
                failure = other;
            }
        }

        FailureGroup group() {
            return new FailureGroup(failure, count, requestIds);
        }

        private boolean isNew(String requestId) {
            if (!requestId.isEmpty() && known.add(requestId)) {
                requestIds.add(requestId);
                return true;
            }
            return requestId.isEmpty();
        }
    }
}
