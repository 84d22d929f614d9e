package dev.profileguard.aws.compute;

import java.util.List;
import java.util.function.Consumer;

/// Limits how much is read in a region.
final class Most {
    private Most() {}

    /// As many as are allowed.
    ///
    /// @param what they are, such as `node groups`
    /// @param unknown gets a sentence if there are more
    static <T> List<T> of(
            int most, List<T> all, String region, String what, Consumer<String> unknown) {
        if (all.size() <= most) {
            return all;
        }
        unknown.accept("%s: only %d of %d %s were read".formatted(region, most, all.size(), what));
        return all.subList(0, most);
    }
}
