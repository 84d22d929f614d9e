package dev.profileguard.sandbox.timeline;

import java.util.List;

/// What was added to the timeline after a moment.
///
/// @param last the number of the last value; the first one ever added has number 1
public record Part<T>(List<T> values, long last) {
    /// The number of the first of these values.
    public long first() {
        return last - values.size() + 1;
    }
}
